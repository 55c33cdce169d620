package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits the connections of one user, and those that have not sent a token yet. */
class UserLimitsIT {

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data,
                TestToken.settings(
                        "--sync.gateway.time-to-authenticate=5m",
                        "--sync.gateway.time-to-connect=5m",
                        "--sync.gateway.limits.connections-per-user=2",
                        "--sync.gateway.limits.unauthenticated-connections=3"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WireClient open(String user) {
        return WireClient.openWithToken(gateway.webSocket("org-crowd"), TestToken.reader(user, "org-crowd"));
    }

    @Test
    void aUserHasHisShareByWhateverWayTheTokenComes() {
        String token = TestToken.reader("u-many", "org-crowd");
        try (WireClient one = open("u-many");
                WireClient two = open("u-many");
                WireClient three = WireClient.open(gateway.webSocket("org-crowd"), "v12.stomp")) {
            assertThatThrownBy(() -> open("u-many"))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(429));

            three.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0");
            StompFrame error = three.nextFrame("ERROR");
            assertThat(error.headers())
                    .containsEntry("code", "TOO_MANY_CONNECTIONS")
                    .containsEntry("retryable", "true");
            assertThat(three.awaitClosed().code()).isEqualTo(CloseCode.TOO_MANY_CONNECTIONS.code());
            assertThat(gateway.counter("sync.gateway.limits", "limit", "connections-per-user"))
                    .isEqualTo(2);

            open("u-other").close();
        }
        Awaitility.await().atMost(WireClient.PATIENCE).ignoreExceptions().until(() -> {
            open("u-many").close();
            return true;
        });
    }

    @Test
    void thoseWhoDoNotSayWhoTheyAreCannotTakeAllPlaces() {
        String token = TestToken.reader("u-late", "org-crowd");
        try (WireClient one = WireClient.open(gateway.webSocket("org-crowd"), "v12.stomp");
                WireClient two = WireClient.open(gateway.webSocket("org-crowd"), "v12.stomp");
                WireClient three = WireClient.open(gateway.webSocket("org-crowd"), "v12.stomp")) {
            assertThat(anonymousHandshake())
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After: ", "\"retryable\":true", "send yours with the handshake");
            open("u-with-token").close();

            one.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0");
            one.nextFrame("CONNECTED");

            assertThat(anonymousHandshake()).startsWith("HTTP/1.1 101");
        }
    }

    private static String anonymousHandshake() {
        try (RawSocket socket = RawSocket.open(gateway)) {
            return socket.handshake("org-crowd", "Sec-WebSocket-Protocol: v12.stomp")
                    .text();
        }
    }
}
