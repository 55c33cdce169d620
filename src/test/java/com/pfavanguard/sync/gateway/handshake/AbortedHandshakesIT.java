package com.pfavanguard.sync.gateway.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.session.SessionSweep;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go while they are let in do not keep their places until the sweep finds them. */
class AbortedHandshakesIT {

    private static final int PLACES = 20;

    @TempDir
    Path data;

    @Test
    void aHandshakeWhoseClientHasGoneGivesItsPlaceBack() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.gateway.max-connections=" + PLACES)) {
            gateway.bean(SessionSweep.class).stop();
            for (int i = 0; i < 20 * PLACES; i++) {
                RawSocket socket = RawSocket.open(gateway);
                socket.sendHandshake("org-gone");
                socket.abort();
            }

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(entered(gateway)).isEqualTo(PLACES));
        }
    }

    /** How many there is room for at once. */
    private static int entered(TestGateway gateway) {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < PLACES) {
                sockets.add(RawSocket.open(gateway));
                if (!sockets.get(sockets.size() - 1).handshake("org-back").startsWith("HTTP/1.1 101")) {
                    return sockets.size() - 1;
                }
            }
            return PLACES;
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }
}
