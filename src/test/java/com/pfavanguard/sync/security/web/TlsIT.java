package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestKeys;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by an SSL bundle, as the pages for operators set it up, with a self-signed certificate. */
class TlsIT {

    @Test
    void aGatewayWithASslBundleSpeaksTls(@TempDir Path data) throws Exception {
        TestKeys keys = new TestKeys(data).make("localhost", "san=dns:localhost");
        SSLContext tls = keys.trusting("localhost");
        HttpClient http = HttpClient.newBuilder().sslContext(tls).build();
        try (TestGateway gateway = TestGateway.start(
                data.resolve("broker"),
                TestToken.settings(
                        "--spring.ssl.bundle.jks.web.keystore.location=file:" + keys.keyStore("localhost"),
                        "--spring.ssl.bundle.jks.web.keystore.password=" + TestKeys.PASSWORD,
                        "--spring.ssl.bundle.jks.web.keystore.type=PKCS12",
                        "--server.ssl.bundle=web"))) {
            URI page = URI.create("https://localhost:" + gateway.port() + "/");
            CompletableFuture<String> greeting = new CompletableFuture<>();

            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + TestToken.reader("u-1", "org-a"))
                    .buildAsync(
                            URI.create("wss://localhost:" + gateway.port() + "/api/ws/sync/org-a"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                                    greeting.complete(text.toString());
                                    return null;
                                }
                            })
                    .get(60, TimeUnit.SECONDS);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                    .hasValueSatisfying(value -> assertThat(value).contains("max-age="));
            assertThat(greeting.get(60, TimeUnit.SECONDS)).contains("CONNECTED");
            assertThat(probe(gateway.port(), tls)).startsWith("HTTP/1.1 200");
            socket.abort();
        }
    }

    /** Asks as the kubelet does: by the address, which is not in the certificate. */
    private static String probe(int port, SSLContext context) throws Exception {
        try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /actuator/health/liveness HTTP/1.1\r\nHost: 192.0.2.7\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
