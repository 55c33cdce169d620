package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics on a port of their own, with a scrape token. */
class ManagementPortIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SCRAPE = "scrape-token-of-the-test-0123456789";
    private static final String OPERATOR =
            TestToken.of("ops").in("org-a", "perm_Read", "perm_ViewAllOrgs").sign();

    @TempDir
    static Path data;

    private static int port;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        port = FreePorts.next();
        gateway = TestGateway.start(
                data,
                TestToken.settings(
                        "--management.server.port=" + port,
                        "--management.server.address=127.0.0.1",
                        "--sync.security.scrape.token=" + SCRAPE));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> get(String address, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> management(String path, String token) throws IOException, InterruptedException {
        String address = "http://127.0.0.1:" + port + path;
        return token == null ? get(address) : get(address, "Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> main(String path, String token) throws IOException, InterruptedException {
        return get(gateway.http(path).toString(), "Authorization", "Bearer " + token);
    }

    @Test
    void theScrapeTokenOpensMetricsAndHealthDetails() throws Exception {
        assertThat(management("/actuator/prometheus", SCRAPE).body()).contains("sync_gateway_link_up");
        assertThat(management("/actuator/health", SCRAPE).body()).contains("components", "brokerLink");
        assertThat(management("/actuator/health/liveness", null).statusCode()).isEqualTo(200);
        assertThat(management("/actuator/health", null).body()).doesNotContain("components");
    }

    @Test
    void metricsStayGuardedThere() throws Exception {
        assertThat(management("/actuator/prometheus", null).statusCode()).isEqualTo(401);
        assertThat(management("/actuator/prometheus", TestToken.reader("u-1", "org-a"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(management("/actuator/prometheus", OPERATOR).statusCode()).isEqualTo(200);
    }

    @Test
    void theTwoPortsDoNotServeEachOther() throws Exception {
        assertThat(main("/actuator/prometheus", OPERATOR).statusCode()).isEqualTo(404);
        assertThat(main("/actuator/health", OPERATOR).statusCode()).isEqualTo(404);
        assertThat(management("/api/pems/sync-status?organizationId=org-a", OPERATOR)
                        .statusCode())
                .isEqualTo(404);
        assertThat(management("/api/ws/sync/org-a", OPERATOR).statusCode()).isEqualTo(404);
    }

    /** The endpoints that the page asks are on this port, so the page is there as well. */
    @Test
    void thePageForAdminsIsServedThere() throws Exception {
        HttpResponse<String> page = management("/admin", null);
        Matcher script = Pattern.compile("assets/admin-\\w+\\.js").matcher(page.body());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(script.find()).isTrue();
        HttpResponse<String> file = management("/" + script.group(), null);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/javascript");
        assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(management("/icon.svg", null).statusCode()).isEqualTo(200);
        assertThat(management("/", null).statusCode()).isEqualTo(404);
        assertThat(management("/actuator/admin", OPERATOR).body()).contains("\"mayAct\":false");
    }

    @Test
    void theScrapeTokenIsNoTokenElsewhere() throws Exception {
        for (String path : List.of(
                "/api/pems/sync-status?organizationId=org-a", "/v3/api-docs", "/api/ws/sync/org-a", "/nowhere")) {
            assertThat(main(path, SCRAPE).statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void manyInvalidTokensAreSlowedDownAndTheRightOneStaysValid() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 2 * ScrapeAccess.FAILURES_PER_MINUTE + 10; i++) {
            statuses.add(management("/actuator/prometheus", "wrong-" + i).statusCode());
        }
        HttpResponse<String> last = management("/actuator/prometheus", "wrong");

        assertThat(statuses).startsWith(401, 401).contains(429).containsOnly(401, 429);
        assertThat(last.headers().firstValue("Retry-After")).contains("60");
        assertThat(last.body()).contains("RATE_LIMIT_EXCEEDED", "correct the token");
        assertThat(management("/actuator/health", "wrong").statusCode()).isEqualTo(200);
        assertThat(management("/actuator/prometheus", SCRAPE).statusCode()).isEqualTo(200);
    }

    /** Jetty's own settings hold there too: without them TRACE would repeat the request's token. */
    @Test
    void theServerThereIsSetUpLikeTheOther() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("TRACE /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 405")
                    .contains("application/problem+json");
        }
    }
}
