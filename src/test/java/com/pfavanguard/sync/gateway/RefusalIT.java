package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import com.pfavanguard.sync.testing.WireClient.Closed;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients may not do, and the answer to each. During each refusal a witness of the same organization listens on.
 */
class RefusalIT {

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data, "--sync.gateway.max-subscriptions=2");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topic/sync.#",
                "/topic/sync.*",
                "/topic/#",
                "/topic/sync.org-wall.",
                "/topic/sync.org-wall.more",
                "/topic/sync.org-wall,/topic/sync.other",
                "/topic/sync.org-wall::sync.history",
                "/topic/sync.#::sync.history",
                "sync.#::sync.history",
                "sync.org-wall",
                "/queue/sync.org-wall",
                "/topic/SYNC.ORG-WALL",
                "/topic/sync.org-wall ",
                "/topic/activemq.notifications",
                "/topic/sync.gateway.marker",
                "/queue/pems.write",
                "/user/topic/sync.org-wall",
                "/app/sync.org-wall",
                "/topic/",
                "org-wall"
            })
    void subscribingToAnythingButTheOwnTopicIsRefused(String destination) {
        try (WireClient witness = WireClient.json(gateway, "org-wall");
                WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("SUBSCRIBE\nid:s\nreceipt:r\ndestination:" + destination.replace(":", "\\c") + "\n\n\0");

            assertRefused(client, "/topic/sync.org-wall");
            gateway.publish("org-wall", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\ndestination:/topic/sync.org-wall\n\nforged",
                "SEND\ndestination:/app/anything\n\nforged",
                "ACK\nid:1\n\n",
                "NACK\nid:1\n\n",
                "BEGIN\ntransaction:t\n\n",
                "COMMIT\ntransaction:t\n\n",
                "ABORT\ntransaction:t\n\n"
            })
    void clientsOnlyListen(String frame) {
        try (WireClient witness = WireClient.json(gateway, "org-wall");
                WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send(frame + "\0");

            assertRefused(client, "is not available: clients only listen");
            gateway.publish("org-wall", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    @Test
    void anotherOrganizationsTopicHasACloseCodeOfItsOwn() {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("SUBSCRIBE\nid:s\ndestination:/topic/sync.other\n\n\0");

            assertThat(client.nextFrame("ERROR").headers())
                    .containsEntry("code", "ORG_ACCESS_DENIED")
                    .containsEntry("retryable", "false");
            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.ORG_ACCESS_DENIED.code());
        }
    }

    @Test
    void aForeignHostNameIsRefusedEverywhere() {
        for (String path : new String[] {
            "/api/ws/sync/org-wall", "/", "/sync-client.js", "/actuator/health", "/api/pems/sync-status", "/nowhere"
        }) {
            for (String host : new String[] {"evil.example", "evil.example:" + gateway.port(), "10.1.2.3"}) {
                assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .as(path + " at " + host)
                        .startsWith("HTTP/1.1 403")
                        .contains("application/problem+json", "\"code\":\"FORBIDDEN\"", "allowed-hosts")
                        .contains("Access-Control-Allow-Origin: *");
            }
        }
        assertThat(exchange("GET / HTTP/1.1\r\nHost: [::1]:3000\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        assertThat(exchange("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains(
                        "X-Content-Type-Options: nosniff",
                        "Referrer-Policy: no-referrer",
                        "frame-ancestors 'none'",
                        "script-src 'self';")
                .doesNotContain("Set-Cookie", "Server:");
    }

    private static void assertRefused(WireClient client, String reason) {
        StompFrame error = client.nextFrame("ERROR");
        assertThat(error.headers().get("message")).contains(reason);
        assertThat(error.body()).contains(reason).doesNotContain("Exception", "AMQ", "Channel", "springframework");
        assertThat(client.awaitClosed().code()).isEqualTo(1002);
    }

    @Test
    void aSecondConnectIsRefused() {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");

            assertRefused(client, "CONNECT may be sent only once");
        }
    }

    @Test
    void subscribingBeforeConnectIsRefused() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-wall"), "v12.stomp")) {
            client.send("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-wall\n\n\0");

            assertRefused(client, "Send CONNECT first");
        }
    }

    @Test
    void anUnknownStompVersionIsRefused() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-wall"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:2.7\nhost:x\n\n\0");

            assertRefused(client, "1.2, 1.1 and 1.0");
        }
    }

    @Test
    void whatIsNoStompFrameIsRefused() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-wall"), "v12.stomp")) {
            client.send("HELLO\n\n\0");

            assertRefused(client, "Malformed STOMP frame");
        }
    }

    @Test
    void acknowledgingSubscriptionsAreRefused() {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("SUBSCRIBE\nid:s\nack:client\ndestination:/topic/sync.org-wall\n\n\0");

            assertRefused(client, "use ack:auto");
        }
    }

    @Test
    void aSubscriptionIdCountsOnce() {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.subscribe("org-wall");
            client.send("SUBSCRIBE\nid:sub-0\ndestination:/topic/sync.org-wall\n\n\0");

            assertRefused(client, "subscription with that id");
        }
    }

    @Test
    void subscriptionsAreLimited() {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.subscribe("org-wall");
            client.send("SUBSCRIBE\nid:2\ndestination:/topic/sync.org-wall\n\n\0");
            client.nextFrame("MESSAGE");
            client.send("SUBSCRIBE\nid:3\ndestination:/topic/sync.org-wall\n\n\0");

            assertRefused(client, "2 subscriptions");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            types:SYNC_FAILURE    | types must be one or more of [SYNC_QUEUED,
            types:                | types must be one or more of [SYNC_QUEUED,
            pfa-ids:PFA-1,        | pfa-ids must be one or more ids that match
            """)
    void aFilterThatCannotBeReadIsRefused(String header, String reason) {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("SUBSCRIBE\nid:s\nreceipt:r\ndestination:/topic/sync.org-wall\n" + header + "\n\n\0");

            assertRefused(client, reason);
        }
        assertThat(handshake("/api/ws/sync/org-wall?" + header.replace(':', '='), ""))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", reason);
    }

    @Test
    void filtersOfOneSessionListAHundredRecordsTogether() {
        String hundred = IntStream.range(0, 100)
                .mapToObj(i -> "PFA-" + "0".repeat(57) + (100 + i))
                .collect(Collectors.joining(","));
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.subscribe("org-wall", "pfa-ids:" + hundred); // longer than other headers may be
            client.send("SUBSCRIBE\nid:2\nreceipt:r\ndestination:/topic/sync.org-wall\npfa-ids:PFA-1\n\n\0");

            assertRefused(client, "at most 100 pfa-ids in all its subscriptions");
        }
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("SUBSCRIBE\nid:s\nreceipt:r\ndestination:/topic/sync.org-wall\npfa-ids:PFA-1," + hundred
                    + "\n\n\0");

            assertRefused(client, "pfa-ids may list at most 100 records");
        }
    }

    @Test
    void aStompClientCannotFilterInItsAddress() {
        for (String handshake : new String[] {
            handshake("/api/ws/sync/org-wall?types=SYNC_FAILED", "Sec-WebSocket-Protocol: v12.stomp"),
            handshake("/api/ws/sync/org-wall?protocol=stomp&pfa-ids=PFA-1", "")
        }) {
            assertThat(handshake).startsWith("HTTP/1.1 400").contains("send them as headers of SUBSCRIBE");
        }
        assertThat(handshake("/api/ws/sync/org-wall?heart-beat=10000", "Sec-WebSocket-Protocol: v12.stomp"))
                .startsWith("HTTP/1.1 400")
                .contains("heart-beat in the address is for plain JSON; send it as a header of CONNECT");
    }

    @Test
    void aPlainClientThatAsksForImpossibleHeartbeatsIsTold() {
        assertThat(handshake("/api/ws/sync/org-wall?heart-beat=10", ""))
                .startsWith("HTTP/1.1 400")
                .contains("heart-beat must be from 1000 to 60000 milliseconds, or 0");
    }

    @Test
    void aPlainClientThatSpeaksStompIsToldHow() {
        try (WireClient client = WireClient.json(gateway, "org-wall")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");

            Closed closed = client.awaitClosed();
            assertThat(closed.code()).isEqualTo(CloseCode.STOMP_ON_PLAIN.code());
            assertThat(closed.reason()).contains("v12.stomp").contains("?protocol=stomp");
        }
    }

    @Test
    void aPlainClientOnlyListens() {
        try (WireClient client = WireClient.json(gateway, "org-wall")) {
            client.send("{\"type\":\"SYNC_SUCCESS\"}");

            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.RECEIVE_ONLY.code());
        }
    }

    @Test
    void aMessageOverTheLimitEndsTheSession() {
        try (WireClient client = WireClient.stomp(gateway, "org-wall")) {
            client.send("SEND\ndestination:/topic/x\n\n" + "x".repeat(20_000) + "\0");

            assertThat(client.awaitClosed().code()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%20b",
                "*",
                "%23",
                "a.b",
                "a/b",
                "",
                "a%2Fb",
                "a;x=1",
                "..",
                "%2e%2e",
                "sync.%23",
                "ä",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "%00",
                "a%0a",
                "org-wall%3A%3Ax"
            })
    void anImpossibleOrganizationIsABadRequest(String id) {
        String answer = handshake("/api/ws/sync/" + id, "");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("\"status\":400");
    }

    @Test
    void sixtyFourCharactersArePossible() {
        assertThat(handshake("/api/ws/sync/" + "a".repeat(64), "")).startsWith("HTTP/1.1 101");
    }

    @Test
    void aTokenIsNoSubprotocolToSpeak() {
        assertThat(handshake("/api/ws/sync/org-wall", "Sec-WebSocket-Protocol: bearer.abc"))
                .startsWith("HTTP/1.1 400")
                .contains("beside it");
        assertThat(handshake("/api/ws/sync/org-wall", "Sec-WebSocket-Protocol: bearer.abc, json"))
                .startsWith("HTTP/1.1 101")
                .contains("Sec-WebSocket-Protocol: json")
                .doesNotContain("bearer");
    }

    @Test
    void anUnknownSubprotocolIsABadRequest() {
        assertThat(handshake("/api/ws/sync/org-wall", "Sec-WebSocket-Protocol: mqtt"))
                .startsWith("HTTP/1.1 400")
                .contains("v12.stomp");
    }

    @Test
    void aPlainHttpRequestIsToldToUpgrade() {
        String answer = exchange("GET /api/ws/sync/org-wall HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 426").contains("WebSocket endpoint");
    }

    @Test
    void aForeignOriginIsRefused() {
        assertThat(handshake("/api/ws/sync/org-wall", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json", "allowed-origins");
        assertThat(handshake("/api/ws/sync/org-wall", "Origin: http://localhost:5173"))
                .startsWith("HTTP/1.1 101");
    }

    @Test
    void anExtensionThatTheGatewayCannotKeepToIsNotNegotiated() {
        for (String offer : new String[] {"permessage-deflate; server_max_window_bits=9", "x-webkit-deflate-frame"}) {
            assertThat(handshake("/api/ws/sync/org-wall", "Sec-WebSocket-Extensions: " + offer))
                    .startsWith("HTTP/1.1 101")
                    .doesNotContain("Sec-WebSocket-Extensions");
        }
    }

    private static String handshake(String path, String header) {
        return exchange(RawSocket.request(path, header));
    }

    private static String exchange(String request) {
        try (RawSocket socket = RawSocket.open(gateway)) {
            socket.send(request);
            return socket.answer().text();
        }
    }
}
