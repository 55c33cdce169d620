package com.pfavanguard.sync.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.info.SslInfo.CertificateInfo;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;

/**
 * The end of the validity of a certificate of an SSL bundle or of {@code server.ssl}, if it is past or near.
 *
 * @param key the same for the same certificate
 * @param isPast whether it has expired
 * @param text what expires and when, as a sentence. It counts whole days, so that it changes once a day
 */
public record CertificateEnd(String key, boolean isPast, String text) {

    /** From this time before its end on, a certificate is to be renewed. */
    public static final Duration WARN_BEFORE = Duration.ofDays(14);

    /** Returns those of all bundles' certificates that have expired, or expire within two weeks. */
    public static List<CertificateEnd> near(SslInfo bundles, Clock clock) {
        return near(bundles, name -> "the SSL bundle \"%s\"".formatted(name), clock);
    }

    /** Likewise those of the web server, if {@code server.ssl} names files instead of a bundle. */
    public static List<CertificateEnd> nearOfServer(SslBundle server, Clock clock) {
        return near(new SslInfo(new DefaultSslBundleRegistry("server.ssl", server), clock), name -> name, clock);
    }

    private static List<CertificateEnd> near(SslInfo bundles, UnaryOperator<String> owner, Clock clock) {
        return bundles.getBundles().stream()
                .flatMap(bundle -> bundle.getCertificateChains().stream()
                        .flatMap(chain -> chain.getCertificates().stream())
                        .flatMap(certificate -> of(owner.apply(bundle.getName()), certificate, clock).stream()))
                .toList();
    }

    private static Optional<CertificateEnd> of(String owner, CertificateInfo certificate, Clock clock) {
        Instant ends = certificate.getValidityEnds();
        Duration left = Duration.between(clock.instant(), ends);
        String key = certificate.getSubject() + certificate.getSerialNumber();
        if (left.isNegative()) {
            return Optional.of(new CertificateEnd(
                    key,
                    true,
                    "The certificate %s of %s expired %d days ago, on %s: peers refuse to connect."
                            .formatted(certificate.getSubject(), owner, -left.toDays(), ends)));
        }
        return left.compareTo(WARN_BEFORE) < 0
                ? Optional.of(new CertificateEnd(
                        key,
                        false,
                        "The certificate %s of %s expires in %d days, on %s."
                                .formatted(certificate.getSubject(), owner, left.toDays(), ends)))
                : Optional.empty();
    }
}
