package com.pfavanguard.sync.gateway.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes the shortcut and who does not; the headers Spring Security adds to every answer tell the two apart. */
class HandshakeShortcutIT {

    private static final String SECURITY_HEADER = "X-Content-Type-Options";

    // Five times as many in a burst.
    private static final int CONNECTS_PER_SECOND = 1;
    private static final int BURST = 5;

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String answer(String organizationAndQuery, String... headers) {
        return answer(gateway, organizationAndQuery, headers);
    }

    private static String answer(TestGateway gateway, String organizationAndQuery, String... headers) {
        try (RawSocket socket = RawSocket.open(gateway)) {
            return socket.handshake(organizationAndQuery, headers).text();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: special",
                "Sec-WebSocket-Protocol: v12.stomp, v11.stomp",
                "Origin: http://localhost:4711",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
            })
    void whatBrowsersAndLibrariesSendGoesTheShortWay(String header) {
        assertThat(answer("org-short?lastEventId=t-1", header))
                .startsWith("HTTP/1.1 101")
                .doesNotContain(SECURITY_HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"org-long?lastEventId=%41", "org-long?protocol=json&lastEventId=%2B"})
    void anAddressWithEscapesGoesTheLongWay(String organizationAndQuery) {
        assertThat(answer(organizationAndQuery)).startsWith("HTTP/1.1 101").contains(SECURITY_HEADER);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: https://evil.example, 403",
        "Sec-WebSocket-Protocol: mqtt, 400",
        "Sec-WebSocket-Version: 8, 426",
        "X-Odd: \u00e9\u0085, 400"
    })
    void whoeverIsNotLetInIsAnsweredOnTheLongWay(String header, int status) {
        assertThat(answer("org-none", header))
                .startsWith("HTTP/1.1 " + status)
                .contains(SECURITY_HEADER)
                .contains("application/problem+json");
    }

    private static TestGateway narrowGateway(Path directory) {
        return TestGateway.start(
                directory,
                "--sync.gateway.limits.count-loopback=true",
                "--sync.gateway.limits.connects-per-second-per-address=" + CONNECTS_PER_SECOND);
    }

    @Test
    void aHandshakeThatTurnsOffCountsOnce(@TempDir Path own) {
        try (TestGateway narrow = narrowGateway(own)) {
            for (int i = 0; i < BURST; i++) {
                assertThat(answer(narrow, "org-none", "Sec-WebSocket-Protocol: mqtt"))
                        .startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void whatAsksForAnotherProtocolIsNotCountedAsAHandshake(@TempDir Path own) {
        try (TestGateway narrow = narrowGateway(own)) {
            for (int i = 0; i < 2 * BURST; i++) {
                try (RawSocket socket = RawSocket.open(narrow)) {
                    socket.send("GET /api/ws/sync/org-none HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\n"
                            + "Connection: Upgrade\r\n\r\n");
                    assertThat(socket.answer().status()).isEqualTo(426);
                }
            }

            assertThat(answer(narrow, "org-none")).startsWith("HTTP/1.1 101");
        }
    }
}
