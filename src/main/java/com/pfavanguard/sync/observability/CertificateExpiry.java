package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.vital.PeriodicTask;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.web.CertificateEnd;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.info.SslInfo;
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
        for (CertificateEnd end : CertificateEnd.near(bundles, clock)) {
            if (!end.text().equals(told.put(end.key(), end.text()))) {
                log.atLevel(end.isPast() ? Level.ERROR : Level.WARN)
                        .log(
                                "{} Renew it; the process reads it without a restart if the bundle has reload-on-update",
                                end.text());
            }
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
