package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.HttpAnswer;
import com.pfavanguard.sync.testing.RawSocket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no handshakes, or bad ones: each gets an HTTP status and, past the parser, a problem that says why. */
class BrokenHandshakesIT {

    @RegisterExtension
    static final Besieged besieged = Besieged.with();

    private static final String GOOD = RawSocket.request("/api/ws/sync/org-wall");
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    /** @param code of the problem; empty where the parser of HTTP answers, who may not know any */
    record Case(String name, String request, int status, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> notTheProtocol() {
        return Stream.of(
                problem("no Upgrade header", GOOD.replace("Upgrade: websocket\r\n", ""), 426, "UPGRADE_REQUIRED"),
                problem("another protocol", GOOD.replace(": websocket", ": h2c"), 426, "UPGRADE_REQUIRED"),
                problem("no Connection header", GOOD.replace("Connection: Upgrade\r\n", ""), 400, "BAD_REQUEST"),
                problem("Connection without Upgrade", GOOD.replace(": Upgrade", ": keep-alive"), 400, "BAD_REQUEST"),
                problem("no key", GOOD.replace(KEY, ""), 400, "BAD_REQUEST"),
                problem("an empty key", GOOD.replace(KEY, "Sec-WebSocket-Key:\r\n"), 400, "BAD_REQUEST"),
                problem(
                        "a key that is too short",
                        GOOD.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhl"),
                        400,
                        "BAD_REQUEST"),
                problem(
                        "a key that is no base64",
                        GOOD.replace("dGhlIHNhbXBsZSBub25jZQ", "?hlIHNhbXBsZSBub25jZQ"),
                        400,
                        "BAD_REQUEST"),
                problem("two keys", GOOD.replace(KEY, KEY + KEY), 400, "BAD_REQUEST"),
                problem("no version", GOOD.replace("Sec-WebSocket-Version: 13\r\n", ""), 426, "UPGRADE_REQUIRED"),
                problem("an old version", GOOD.replace(": 13", ": 8"), 426, "UPGRADE_REQUIRED"),
                problem("a version that is no number", GOOD.replace(": 13", ": x"), 426, "UPGRADE_REQUIRED"),
                problem(
                        "two Upgrade headers",
                        GOOD.replace("Upgrade: w", "Upgrade: h2c\r\nUpgrade: w"),
                        426,
                        "UPGRADE_REQUIRED"),
                problem(
                        "the other Upgrade last",
                        GOOD.replace(": websocket", ": websocket\r\nUpgrade: h2c"),
                        426,
                        "UPGRADE_REQUIRED"),
                problem("HTTP/1.0", GOOD.replace("HTTP/1.1", "HTTP/1.0"), 400, "BAD_REQUEST"),
                problem("POST", GOOD.replace("GET ", "POST "), 405, "METHOD_NOT_ALLOWED"),
                problem("OPTIONS", GOOD.replace("GET ", "OPTIONS "), 405, "METHOD_NOT_ALLOWED"));
    }

    static Stream<Case> notTheAddress() {
        return Stream.of(
                refused("a wildcard", "/api/ws/sync/*"),
                refused("an escaped wildcard", "/api/ws/sync/%23"),
                refused("an escaped slash", "/api/ws/sync/org-wall%2Fx"),
                refused("an escaped line feed", "/api/ws/sync/org%0awall"),
                refused("an escaped NUL", "/api/ws/sync/org-wall%00"),
                refused("a doubly escaped dot", "/api/ws/sync/%252e"),
                refused("broken escapes", "/api/ws/sync/%zz"),
                refused("overlong UTF-8", "/api/ws/sync/%c0%af"),
                refused("a path parameter", "/api/ws/sync/org-wall;a=b"),
                refused("a way up", "/api/ws/sync/../sync"),
                refused("two segments", "/api/ws/sync/org-wall/org-wall"),
                refused("65 characters", "/api/ws/sync/" + "a".repeat(65)),
                refused("no organization", "/api/ws/sync/"),
                refused("a broken query", "/api/ws/sync/org-wall?lastEventId=%zz"),
                refused("an unknown protocol", "/api/ws/sync/org-wall?protocol=mqtt"));
    }

    static Stream<Case> notThePlace() {
        return Stream.of(
                with("an unknown sub-protocol", "Sec-WebSocket-Protocol: mqtt", 400, "BAD_REQUEST"),
                with("a sub-protocol in capitals", "Sec-WebSocket-Protocol: V12.STOMP", 400, "BAD_REQUEST"),
                with("a token alone", "Sec-WebSocket-Protocol: bearer.x", 400, "BAD_REQUEST"),
                with("a body to come", "Content-Length: 5", 400, "BAD_REQUEST"),
                with("a chunked body to come", "Transfer-Encoding: chunked", 400, "BAD_REQUEST"),
                with("extensions without names", "Sec-WebSocket-Extensions: ;;;,,", 400, "BAD_REQUEST"),
                with("an extension's value without an end", "Sec-WebSocket-Extensions: a; b=\"c", 400, "BAD_REQUEST"),
                with("a foreign origin", "Origin: https://evil.example", 403, "FORBIDDEN"),
                with("the origin null", "Origin: null", 403, "FORBIDDEN"),
                with("an origin that is no address", "Origin: localhost@evil", 403, "FORBIDDEN"),
                with("two origins", "Origin: http://localhost\r\nOrigin: https://evil.example", 403, "FORBIDDEN"),
                problem("a foreign host", GOOD.replace(": localhost", ": evil.example"), 403, "FORBIDDEN"),
                problem(
                        "an absolute target elsewhere",
                        GOOD.replace("GET /", "GET http://evil.example/"),
                        400,
                        "BAD_REQUEST"));
    }

    static Stream<Case> notHttp() {
        return Stream.of(
                problem("no host", GOOD.replace("Host: localhost\r\n", ""), 400, "BAD_REQUEST"),
                problem("two hosts", GOOD.replace("\r\nUpgrade", "\r\nHost: localhost\r\nUpgrade"), 400, "BAD_REQUEST"),
                problem(
                        "a header without a colon",
                        GOOD.replace("\r\nUpgrade", "\r\nNonsense\r\nUpgrade"),
                        400,
                        "BAD_REQUEST"),
                problem("a blank before the colon", GOOD.replace("Upgrade: w", "Upgrade : w"), 400, "BAD_REQUEST"),
                problem(
                        "a folded header",
                        GOOD.replace("\r\nUpgrade", "\r\nX: a\r\n b\r\nUpgrade"),
                        400,
                        "BAD_REQUEST"),
                problem("a NUL in a header", GOOD.replace("\r\nUpgrade", "\r\nX: a\0b\r\nUpgrade"), 400, "BAD_REQUEST"),
                problem(
                        "an unknown version of HTTP",
                        GOOD.replace("HTTP/1.1", "HTTP/9.9"),
                        505,
                        "HTTP_VERSION_NOT_SUPPORTED"),
                problem("no version of HTTP", GOOD.replace(" HTTP/1.1", ""), 505, "HTTP_VERSION_NOT_SUPPORTED"),
                problem("a method of control characters", "\u0001\u0002 / HTTP/1.1\r\n\r\n", 400, "BAD_REQUEST"),
                problem("a TLS greeting", "\u0016\u0003\u0001\u0000\u0001\r\n\r\n", 400, "BAD_REQUEST"),
                problem(
                        "two ways to end a body",
                        "POST /api/ws/sync/org-wall HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400,
                        "BAD_REQUEST"),
                problem(
                        "two lengths",
                        "POST /api/ws/sync/org-wall HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                                + "Content-Length: 6\r\n\r\nabcde",
                        400,
                        "BAD_REQUEST"),
                with("one huge header", "X: " + "x".repeat(20_000), 431, "REQUEST_HEADER_FIELDS_TOO_LARGE"),
                with(
                        "a thousand headers",
                        "X: some value\r\n".repeat(1_200) + "Y: 1",
                        431,
                        "REQUEST_HEADER_FIELDS_TOO_LARGE"),
                problem("a huge target", RawSocket.request("/api/ws/sync/" + "a".repeat(20_000)), 414, "URI_TOO_LONG"));
    }

    private static Case problem(String name, String request, int status, String code) {
        return new Case(name, request, status, code);
    }

    private static Case with(String name, String header, int status, String code) {
        return problem(name, RawSocket.request("/api/ws/sync/org-wall", header), status, code);
    }

    private static Case refused(String name, String target) {
        return problem(name, RawSocket.request(target), 400, "BAD_REQUEST");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"notTheProtocol", "notTheAddress", "notThePlace", "notHttp"})
    void isRefused(Case refused) {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            socket.send(refused.request());

            HttpAnswer answer = socket.answer();

            assertThat(answer.status() + " " + answer.code())
                    .as("%s: %s", refused, answer)
                    .isEqualTo(refused.status() + " " + refused.code());
            assertThat(answer.toString())
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("Exception", "springframework", "at org.");
        }
    }

    @Test
    void aHeadIsRefusedWithoutABody() {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            socket.send(GOOD.replace("GET ", "HEAD "));

            HttpAnswer answer = socket.answerWithoutBody();

            assertThat(answer.status()).as(answer.toString()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("allow", "GET");
        }
    }

    @Test
    void whatComesInOnePieceWithTheHandshakeIsNotLost() {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            socket.send(ClientFrames.joined(
                    RawSocket.request("/api/ws/sync/org-wall?protocol=stomp").getBytes(StandardCharsets.US_ASCII),
                    ClientFrames.text("CONNECT\naccept-version:1.2\nhost:x\n\n\0"),
                    ClientFrames.text("SUBSCRIBE\nid:s\nreceipt:r\ndestination:/topic/sync.org-wall\n\n\0")));

            assertThat(socket.answer().status()).isEqualTo(101);
            assertThat(socket.frame().text()).startsWith("CONNECTED");
            assertThat(socket.frame().text()).startsWith("RECEIPT");
            assertThat(socket.frame().text()).startsWith("MESSAGE").contains("CONNECTED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive, Upgrade", // Firefox
                "connection: upgrade",
                "Connection: Upgrade\r\nSec-WebSocket-Extensions: x-webkit-deflate-frame",
                "Connection: Upgrade\r\nSec-WebSocket-Protocol: mqtt, v11.stomp,bearer.x",
                "Connection: Upgrade\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Protocol: json",
                "Connection: Upgrade\r\nOrigin: http://localhost:5173"
            })
    void whatIsOnlyUnusualIsLetIn(String headers) {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            socket.send(GOOD.replace("Connection: Upgrade", headers));

            HttpAnswer answer = socket.answer();

            assertThat(answer.status()).as(answer.toString()).isEqualTo(101);
            assertThat(answer.headers()).doesNotContainKey("sec-websocket-extensions");
        }
    }

    @Test
    void compressionIsNegotiatedWithoutContext() {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            socket.send(GOOD.replace(
                    "Connection: Upgrade",
                    "Connection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));

            HttpAnswer answer = socket.answer();

            assertThat(answer.status()).as(answer.toString()).isEqualTo(101);
            assertThat(answer.headers().get("sec-websocket-extensions"))
                    .contains("permessage-deflate", "server_no_context_takeover", "client_no_context_takeover");
        }
    }

    @Test
    void aRefusedHandshakeLeavesAConnectionThatMayTryAgain() {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            assertThat(socket.handshake("*").status()).isEqualTo(400);
            assertThat(socket.handshake("org-wall?protocol=mqtt").status()).isEqualTo(400);
            assertThat(socket.handshake("org-wall").status()).isEqualTo(101);
            assertThat(socket.frame().text()).contains("CONNECTED");
        }
    }
}
