package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time with a request, byte by byte, do not keep the connection. */
class SlowRequestsIT {

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data, "--sync.gateway.limits.handshake-time=2s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aHandshakeThatTricklesIsCutOffAndOpenSessionsAreNot() {
        double before = cut();
        try (WireClient witness = WireClient.json(gateway, "org-trickle");
                RawSocket socket = RawSocket.open(gateway)) {
            socket.send("GET /api/ws/sync/org-trickle HTTP/1.1\r\nHost: localhost\r\nX-More: ");
            tricklesUntilCut(socket);

            assertThat(cut()).isEqualTo(before + 1);
            gateway.publish("org-trickle", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    @Test
    void aConnectionThatSaysNothingIsCutOff() {
        try (RawSocket socket = RawSocket.open(gateway)) {
            assertThat(socket.isCut()).isTrue();
        }
    }

    @Test
    void aLaterRequestThatTricklesIsCutOffToo() {
        try (RawSocket socket = RawSocket.open(gateway)) {
            socket.send("GET /api/ws/sync/org-trickle HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.answer().status()).isEqualTo(426);
            socket.send("GET /api/ws/sync/org-trickle HTTP/1.1\r\nHost: localhost\r\nX-More: ");
            tricklesUntilCut(socket);
        }
    }

    @Test
    void aBodyThatTricklesIsCutOff() {
        try (RawSocket socket = RawSocket.open(gateway)) {
            socket.send("POST /api/pems/write-sync HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n{");
            tricklesUntilCut(socket);
        }
    }

    @Test
    void anAnswerThatNobodyReadsIsCutOff() {
        double before = cut();
        try (RawSocket socket = RawSocket.openNarrow(gateway)) {
            socket.send("GET /sync-client.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(40));

            Awaitility.await().atMost(WireClient.PATIENCE).until(() -> cut() == before + 1);
        }
    }

    private static double cut() {
        return gateway.counter("sync.gateway.limits", "limit", "handshake-time");
    }

    private static void tricklesUntilCut(RawSocket socket) {
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        socket.send(" ");
                        return false;
                    } catch (UncheckedIOException e) {
                        return true;
                    }
                });
    }
}
