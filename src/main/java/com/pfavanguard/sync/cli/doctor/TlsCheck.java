package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.web.CertificateEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.ssl.SslBundle;
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
            List<String> owners = new ArrayList<>(bundles.getBundleNames());
            List<CertificateEnd> ends = new ArrayList<>(
                    CertificateEnd.near(new SslInfo(bundles, surroundings.clock()), surroundings.clock()));
            Optional<Ssl> server = setup.find(ServerProperties.class)
                    .map(ServerProperties::getSsl)
                    .filter(ssl -> Ssl.isEnabled(ssl));
            if (server.isPresent()) {
                SslBundle used = WebServerSslBundle.get(server.get(), bundles);
                used.createSslContext();
                if (server.get().getBundle() == null) {
                    owners.add("server.ssl");
                    ends.addAll(CertificateEnd.nearOfServer(used, surroundings.clock()));
                }
            }
            if (owners.isEmpty()) {
                return List.of(Finding.fine("No certificates are set"));
            }
            return ends.isEmpty()
                    ? List.of(Finding.fine(
                            "The certificates are valid for two weeks at least: %s", String.join(", ", owners)))
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
