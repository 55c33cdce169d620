package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.PausableProxy;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.io.ClassPathResource;

/** {@code sync-client.js} in real Chromium: its own tests, which are JavaScript, and what they cannot try. */
class SyncClientIT extends GatewayInABrowser {

    @TestFactory
    Stream<DynamicTest> syncClient() {
        openTestPage("test-sync-client.html");
        await().until(() -> browser.executeScript("return window.results") != null);

        @SuppressWarnings("unchecked")
        List<Map<String, String>> results = (List<Map<String, String>>) browser.executeScript("return window.results");
        assertThat(results).isNotEmpty();
        return results.stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.get("name"),
                        () -> assertThat(result.get("error")).isEmpty()));
    }

    @Test
    void aPageOfAnotherOriginLearnsThatItIsRefused() throws IOException {
        HttpServer foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] content = path.equals("/") ? new byte[0] : file(path);
            exchange.getResponseHeaders().set("Content-Type", path.equals("/") ? "text/html" : "text/javascript");
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        foreign.start();
        try {
            browser.get("http://" + Chromium.FOREIGN_HOST + ":"
                    + foreign.getAddress().getPort() + "/");
            connect("/sync-client-plain.js", "http://localhost:" + port, 10_000);

            await().until(() -> "refused".equals(status("state")));
            assertThat(status("error")).isEqualTo("FORBIDDEN");
            assertThat(status("reason")).contains("sync.security.allowed-origins");
        } finally {
            foreign.stop(0);
        }
    }

    @Test
    void noticesAtOnceThatTheNetworkIsGone() {
        openTestPage("test-stompjs.html?org=" + organizationId);
        connect("/sync-client.js", "http://127.0.0.1:" + port, 10_000);
        await().until(() -> "live".equals(status("state")));

        offline(true);
        try {
            await().untilAsserted(() -> assertThat(reasons()).startsWith("The network is offline"));
        } finally {
            offline(false);
        }
        await().until(() -> "live".equals(status("state")));
    }

    @Test
    void overPlainJsonItNoticesANetworkThatGoesSilentAndMissesNothing() throws IOException {
        try (PausableProxy network = PausableProxy.network(port)) {
            String gateway = "http://127.0.0.1:" + network.port();
            browser.get(gateway + "/test-stompjs.html?org=" + organizationId);
            connect("/sync-client-plain.js", gateway, 1_000);
            await().until(() -> "live".equals(status("state")));
            String before = publish(1).get(0);
            await().until(() -> heard().contains(before));

            network.cut();
            await().untilAsserted(() -> assertThat(reasons()).startsWith("The gateway sent no heart-beats"));
            String meanwhile = publish(1).get(0);
            network.resume();

            await().untilAsserted(() -> assertThat(heard()).containsExactly(before, meanwhile));
            assertThat(browser.executeScript("return window.client.status.recovered"))
                    .isEqualTo(true);
        }
    }

    // All that the client has told, since the state between two attempts may be over before a test looks.
    @SuppressWarnings("unchecked")
    private static List<String> reasons() {
        return (List<String>) browser.executeScript("return window.reasons");
    }

    @SuppressWarnings("unchecked")
    private static List<String> heard() {
        return (List<String>) browser.executeScript("return window.heard");
    }

    private void connect(String script, String gateway, int heartbeatMs) {
        browser.executeScript("""
                const [script, url, organizationId, heartbeatMs] = arguments;
                window.reasons = [];
                window.heard = [];
                import(script).then(({ SyncClient }) => {
                  const onStatus = ({ reason }) => reason && window.reasons.push(reason);
                  const onEvent = ({ eventId }) => window.heard.push(eventId);
                  window.client = new SyncClient({ url, onStatus, onEvent, heartbeatMs });
                  window.client.connect(organizationId);
                });
                """, script, gateway, organizationId.value(), heartbeatMs);
    }

    private static String status(String field) {
        return (String) browser.executeScript("return window.client?.status[arguments[0]]", field);
    }

    private static void offline(boolean offline) {
        browser.executeCdpCommand("Network.enable", Map.of());
        browser.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    private static byte[] file(String path) throws IOException {
        return new ClassPathResource("static" + path).getContentAsByteArray();
    }
}
