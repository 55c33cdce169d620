package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.web.CertificateEnd;
import java.util.List;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/** Looks at the SSL bundles and the certificate of the web server: can they be read, and how long are they valid? */
final class TlsCheck implements Check {

    private final Surroundings surroundings;

    TlsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "TLS";
    }

    @Override
    public List<Finding> look(Setup setup) {
        try {
            SslBundles bundles = setup.context().getBean(SslBundles.class);
            Ssl own = setup.find(ServerProperties.class)
                    .map(ServerProperties::getSsl)
                    .orElse(null);
            if (own != null && Ssl.isEnabled(own)) {
                WebServerSslBundle.get(own, bundles).createSslContext();
            }
            if (bundles.getBundleNames().isEmpty()) {
                return List.of(Finding.fine(
                        own != null && Ssl.isEnabled(own)
                                ? "The certificate of server.ssl can be read. Its end is not looked at; an SSL bundle's is"
                                : "No certificates are set"));
            }
            List<CertificateEnd> ends =
                    CertificateEnd.near(new SslInfo(bundles, surroundings.clock()), surroundings.clock());
            return ends.isEmpty()
                    ? List.of(Finding.fine(
                            "The certificates of the SSL bundles are valid for two weeks at least: %s",
                            String.join(", ", bundles.getBundleNames())))
                    : told(ends);
        } catch (RuntimeException e) {
            return List.of(Finding.problem(
                    "A certificate cannot be used: %s. Check spring.ssl.bundle and server.ssl, and that this user can read"
                            + " the files",
                    Explanation.of(e, setup)));
        }
    }

    private static List<Finding> told(List<CertificateEnd> ends) {
        return ends.stream()
                .map(end -> end.isPast()
                        ? Finding.problem("%s Renew it", end.text())
                        : Finding.warning("%s Renew it", end.text()))
                .toList();
    }
}
