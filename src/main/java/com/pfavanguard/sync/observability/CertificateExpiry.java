package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.vital.PeriodicTask;
import com.pfavanguard.sync.vital.Vital;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.info.SslInfo.CertificateInfo;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Logs that a certificate of an SSL bundle has expired, or expires within two weeks. Without that line an operator sees
 * nothing in the log: clients refuse the certificate on their side, and probes seldom check it. Does not touch readiness
 * and liveness, since neither another process nor a restart would help.
 */
@Component
class CertificateExpiry implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CertificateExpiry.class);

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration WARN_BEFORE = Duration.ofDays(14);

    private final SslInfo bundles;
    private final Clock clock;

    /** The last line about each certificate. A line counts whole days, so that it is logged once a day. */
    private final Map<String, String> told = new HashMap<>();

    private @Nullable PeriodicTask looks;

    CertificateExpiry(SslBundles bundles, Clock clock) {
        this.bundles = new SslInfo(bundles, clock);
        this.clock = clock;
    }

    /** Looks at all certificates once. */
    synchronized void look() {
        for (SslInfo.BundleInfo bundle : bundles.getBundles()) {
            for (SslInfo.CertificateChainInfo chain : bundle.getCertificateChains()) {
                chain.getCertificates().forEach(certificate -> look(bundle.getName(), certificate));
            }
        }
    }

    private void look(String bundle, CertificateInfo certificate) {
        Instant ends = certificate.getValidityEnds();
        Duration left = Duration.between(clock.instant(), ends);
        if (left.isNegative()) {
            tell(
                    certificate,
                    Level.ERROR,
                    "The certificate %s of the SSL bundle \"%s\" expired %d days ago, on %s: peers refuse to connect."
                            .formatted(certificate.getSubject(), bundle, -left.toDays(), ends));
        } else if (left.compareTo(WARN_BEFORE) < 0) {
            tell(
                    certificate,
                    Level.WARN,
                    "The certificate %s of the SSL bundle \"%s\" expires in %d days, on %s."
                            .formatted(certificate.getSubject(), bundle, left.toDays(), ends));
        }
    }

    private void tell(CertificateInfo certificate, Level level, String line) {
        if (!line.equals(told.put(certificate.getSubject() + certificate.getSerialNumber(), line))) {
            log.atLevel(level)
                    .log(
                            "{} Renew it; the process reads it without a restart if the bundle has reload-on-update",
                            line);
        }
    }

    @Override
    public synchronized void start() {
        if (looks == null) {
            Vital.guarded("certificates", this::look).run();
            looks = Vital.every(EVERY, "certificates", EVERY.multipliedBy(2), this::look);
        }
    }

    @Override
    public synchronized void stop() {
        if (looks != null) {
            looks.stop();
            looks = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looks != null;
    }
}
