package com.pfavanguard.sync.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestKeys;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The certificate of the web server has expired: the process runs, and clients refuse it. */
@ExtendWith(OutputCaptureExtension.class)
class ExpiredCertificateIT {

    @Test
    void theLogHealthAndAMetricSaySoAndProbesDoNotSuffer(@TempDir Path data, CapturedOutput output) throws Exception {
        TestKeys keys =
                new TestKeys(data).make("localhost", "san=dns:localhost", "-startdate", "-3d", "-validity", "1");
        try (TestGateway gateway = TestGateway.start(
                data.resolve("broker"),
                "--spring.ssl.bundle.jks.web.keystore.location=file:" + keys.keyStore("localhost"),
                "--spring.ssl.bundle.jks.web.keystore.password=" + TestKeys.PASSWORD,
                "--spring.ssl.bundle.jks.web.keystore.type=PKCS12",
                "--server.ssl.bundle=web")) {
            HttpClient careless = client(new Careless());
            HttpClient careful = client(new Careful());

            assertThat(output.getAll())
                    .containsPattern(
                            "ERROR .*The certificate CN=localhost of the SSL bundle \"web\" expired 2 days ago");
            assertThatThrownBy(() -> get(careful, gateway, "/actuator/health/readiness"))
                    .hasStackTraceContaining("CertificateExpiredException");
            assertThat(get(careless, gateway, "/actuator/health").statusCode()).isEqualTo(503);
            assertThat(get(careless, gateway, "/actuator/health").body()).contains("\"ssl\"", "EXPIRED");
            assertThat(get(careless, gateway, "/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(get(careless, gateway, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(get(careless, gateway, "/actuator/prometheus").body())
                    .containsPattern("ssl_chain_expiry_seconds\\{.*bundle=\"web\".*} -");
        }
    }

    private static HttpResponse<String> get(HttpClient http, TestGateway gateway, String path) throws Exception {
        URI uri = URI.create("https://localhost:" + gateway.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient client(TrustManager trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** A probe that does not look at the certificate, such as {@code curl -k}. */
    private static class Careless extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Looks at the date as browsers do. The JDK's own check does not ask a certificate that is itself trusted for it. */
    private static final class Careful extends Careless {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            chain[0].checkValidity();
        }
    }
}
