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

/** Clients that go while they are let in do not keep their connection slots until the sweep finds them. */
class AbortedHandshakesIT {

    private static final int SLOTS = 20;

    @TempDir
    Path data;

    @Test
    void aHandshakeWhoseClientHasGoneGivesItsPlaceBack() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.gateway.max-connections=" + SLOTS)) {
            gateway.bean(SessionSweep.class).stop();
            for (int i = 0; i < 20 * SLOTS; i++) {
                RawSocket socket = RawSocket.open(gateway);
                socket.sendHandshake("org-gone");
                socket.abort();
            }

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(entered(gateway)).isEqualTo(SLOTS));
        }
    }

    /** How many there is room for at once. */
    private static int entered(TestGateway gateway) {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < SLOTS) {
                sockets.add(RawSocket.open(gateway));
                if (sockets.get(sockets.size() - 1).handshake("org-back").status() != 101) {
                    return sockets.size() - 1;
                }
            }
            return SLOTS;
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }
}
