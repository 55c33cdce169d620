package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold on to threads, more of them than there are threads, do not hold up sessions and probes. */
class BusyThreadsIT {

    private static final int THREADS = 20;

    @TempDir
    Path data;

    private TestGateway gateway;
    private final List<RawSocket> sockets = new ArrayList<>();

    @BeforeEach
    void start() {
        // None of the slow ones is cut off while the test lasts.
        gateway = TestGateway.start(
                data, "--server.jetty.threads.max=" + THREADS, "--sync.gateway.limits.handshake-time=10m");
    }

    @AfterEach
    void stop() {
        sockets.forEach(RawSocket::close);
        gateway.close();
    }

    @Test
    void answersThatNobodyReadsHoldUpNeitherSessionsNorProbes() {
        try (WireClient witness = WireClient.json(gateway, "org-busy")) {
            open(
                    () -> RawSocket.openNarrow(gateway),
                    "GET /sync-client.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(40));

            sessionsAndProbesGoOn(witness);
        }
    }

    @Test
    void probesThatNobodyReadsHoldUpNobodyEither() {
        try (WireClient witness = WireClient.json(gateway, "org-busy")) {
            open(
                    () -> RawSocket.openNarrow(gateway),
                    "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(600));

            sessionsAndProbesGoOn(witness);
        }
    }

    @Test
    void bodiesThatDoNotComeHoldUpNeitherSessionsNorProbes() {
        try (WireClient witness = WireClient.json(gateway, "org-busy")) {
            open(
                    () -> RawSocket.open(gateway),
                    "POST /api/pems/write-sync HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 1000\r\n\r\n{");

            sessionsAndProbesGoOn(witness);
        }
    }

    private void open(Supplier<RawSocket> opener, String requests) {
        for (int i = 0; i < 2 * THREADS; i++) {
            RawSocket socket = opener.get();
            sockets.add(socket);
            socket.send(requests);
        }
    }

    private void sessionsAndProbesGoOn(WireClient witness) {
        for (int i = 0; i < 5; i++) {
            try (RawSocket probe = RawSocket.open(gateway)) {
                probe.send("GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(probe.answer().status()).isEqualTo(200);
            }
            try (RawSocket client = RawSocket.open(gateway)) {
                assertThat(client.handshake("org-busy").status()).isEqualTo(101);
            }
            gateway.publish("org-busy", "PFA-" + i);
            assertThat(witness.next()).contains("PFA-" + i);
        }
    }
}
