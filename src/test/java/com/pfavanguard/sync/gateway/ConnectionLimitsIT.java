package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits the connections of an organization, an address and the process, and checks the answer beyond each limit. */
class ConnectionLimitsIT {

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data,
                "--sync.gateway.max-connections=8",
                "--sync.gateway.limits.connections-per-organization=3",
                "--sync.gateway.limits.connections-per-address=5",
                "--sync.gateway.limits.count-loopback=true");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static double reached(String limit) {
        return gateway.counter("sync.gateway.limits", "limit", limit);
    }

    private static RawSocket accepted(String organizationId, String from) {
        RawSocket socket = RawSocket.open(gateway, from);
        assertThat(socket.handshake(organizationId).status()).isEqualTo(101);
        return socket;
    }

    private static String answer(String organizationId, String from, String... headers) {
        try (RawSocket socket = RawSocket.open(gateway, from)) {
            return socket.handshake(organizationId, headers).text();
        }
    }

    // What a browser's page asks to learn why its handshake was refused.
    private static String question(String organizationId, String from, String... query) {
        try (RawSocket socket = RawSocket.open(gateway, from)) {
            socket.send("GET /api/ws/sync/" + organizationId + "?" + String.join("&", query)
                    + " HTTP/1.1\r\nHost: localhost\r\n" + "Connection: close\r\n\r\n");
            return socket.answer().text();
        }
    }

    // A session that has gone gives its place back a moment later.
    private static void awaitRoom(String organizationId, String from) {
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> answer(organizationId, from).startsWith("HTTP/1.1 101"));
    }

    @Test
    void anOrganizationHasItsShareAndNoMore() {
        double before = reached("connections-per-organization");
        try (RawSocket one = accepted("org-small", "127.0.0.3");
                RawSocket two = accepted("org-small", "127.0.0.3")) {
            try (RawSocket three = accepted("org-small", "127.0.0.3")) {
                assertThat(answer("org-small", "127.0.0.3"))
                        .startsWith("HTTP/1.1 429")
                        .contains("application/problem+json", "Retry-After: ")
                        .contains("\"code\":\"TOO_MANY_CONNECTIONS\"", "\"retryable\":true", "This organization");
                assertThat(question("org-small", "127.0.0.3"))
                        .startsWith("HTTP/1.1 429")
                        .contains("Retry-After: ", "\"code\":\"TOO_MANY_CONNECTIONS\"", "This organization");
                assertThat(question("org-other", "127.0.0.3")).startsWith("HTTP/1.1 426");
                assertThat(question("org-other", "127.0.0.3", "types=SYNC_NONE"))
                        .startsWith("HTTP/1.1 400")
                        .contains("types must be one or more of");
                assertThat(answer("org-other", "127.0.0.3")).startsWith("HTTP/1.1 101");
                assertThat(reached("connections-per-organization")).isEqualTo(before + 1);
            }
            awaitRoom("org-small", "127.0.0.3");
        }
    }

    @Test
    void anAddressHasItsShareAndNoMore() {
        try (RawSocket one = accepted("org-a1", "127.0.0.4");
                RawSocket two = accepted("org-a2", "127.0.0.4");
                RawSocket three = accepted("org-a3", "127.0.0.4");
                RawSocket four = accepted("org-a4", "127.0.0.4");
                RawSocket five = accepted("org-a5", "127.0.0.4")) {
            assertThat(answer("org-a6", "127.0.0.4"))
                    .startsWith("HTTP/1.1 429")
                    .contains("\"code\":\"TOO_MANY_CONNECTIONS\"", "Your address");
            assertThat(answer("org-a6", "127.0.0.5")).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void theNodeHasItsLimit() {
        awaitRoom("org-n0", "127.0.0.6");
        try (RawSocket one = accepted("org-n1", "127.0.0.6");
                RawSocket two = accepted("org-n2", "127.0.0.6");
                RawSocket three = accepted("org-n3", "127.0.0.6");
                RawSocket four = accepted("org-n4", "127.0.0.6")) {
            Awaitility.await().atMost(WireClient.PATIENCE).until(() -> sessions() == 4);
            try (RawSocket five = accepted("org-n5", "127.0.0.7");
                    RawSocket six = accepted("org-n6", "127.0.0.7");
                    RawSocket seven = accepted("org-n7", "127.0.0.7");
                    RawSocket eight = accepted("org-n8", "127.0.0.7")) {
                assertThat(answer("org-n9", "127.0.0.8"))
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After: ", "\"code\":\"SERVICE_UNAVAILABLE\"", "max-connections");
            }
            awaitRoom("org-n9", "127.0.0.8");
        }
    }

    @Test
    void handshakesThatComeToNothingTakeNoPlace() {
        awaitRoom("org-v", "127.0.0.9");
        for (int i = 0; i < 20; i++) {
            assertThat(answer("org-v", "127.0.0.9", "Sec-WebSocket-Version: 99"))
                    .doesNotContain("HTTP/1.1 101", "HTTP/1.1 429");
        }

        awaitRoom("org-v", "127.0.0.9");
    }

    private static double sessions() {
        return gateway.bean(MeterRegistry.class).get("sync.gateway.sessions").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
