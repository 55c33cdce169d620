package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.Npm;
import com.pfavanguard.sync.testing.RawWebSocket;
import com.pfavanguard.sync.testing.ServerFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heart-beats and pings, with intervals short enough to see them work. */
class LivenessIT {

    private static final String HEARTBEAT = "{\"type\":\"HEARTBEAT\",\"intervalMs\":1000}";

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data, "--sync.gateway.ping-interval=1s", "--sync.gateway.time-to-connect=2s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aStompClientHearsTheHeartbeatItAskedFor() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-beat"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nheart-beat:0,500\nhost:x\n\n\0");

            assertThat(client.nextFrame("CONNECTED").headers()).containsEntry("heart-beat", "1000,10000");
            assertThat(client.next()).isEqualTo("\n");
            assertThat(client.next()).isEqualTo("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0,0         | 10000,10000
            1500,3000   | 3000,1500
            500,1       | 1000,1000
            30000,60000 | 10000,10000
            """)
    void bothDirectionsGetWhatTheClientAsksForWithinBounds(String asked, String answered) {
        try (WireClient client = WireClient.open(gateway.webSocket("org-beat"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nheart-beat:" + asked + "\nhost:x\n\n\0");

            assertThat(client.nextFrame("CONNECTED").headers()).containsEntry("heart-beat", answered);
        }
    }

    /** With the browser's timers, but in Node.js. */
    @Test
    @ExtendWith(Npm.Installed.class)
    void theHeartbeatSpecsOfStompjsPass() {
        Npm client = Npm.install("client", "heart-beat.mjs");

        client.run("node", "heart-beat.mjs", gateway.webSocket("org-stompjs").toString());
    }

    @Test
    void aStompClientThatBreaksItsPromiseIsClosed() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-beat"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nheart-beat:500,0\nhost:x\n\n\0");

            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.SILENT.code());
        }
    }

    @Test
    void aStompClientThatPromisedNothingStays() {
        try (WireClient promising = WireClient.open(gateway.webSocket("org-stay"), "v12.stomp");
                WireClient silent = WireClient.stomp(gateway, "org-stay")) {
            silent.subscribe("org-stay");
            promising.send("CONNECT\naccept-version:1.2\nheart-beat:500,0\nhost:x\n\n\0");

            // Far longer than three intervals: the one who promised has been closed meanwhile.
            promising.awaitClosed();
            gateway.publish("org-stay", "PFA-1");

            assertThat(silent.nextEvent().get("pfaId").stringValue()).isEqualTo("PFA-1");
        }
    }

    @Test
    void aPlainClientThatAnswersPingsStaysAndOneThatDoesNotIsClosed() {
        try (WireClient answering = WireClient.json(gateway, "org-ping");
                RawWebSocket mute = RawWebSocket.open(gateway, "org-ping")) {
            assertThat(mute.nextFrame().text()).contains("CONNECTED");
            assertThat(mute.nextFrame().opcode()).isEqualTo(ClientFrames.PING);

            ServerFrame last = mute.nextFrame();
            while (last.opcode() == ClientFrames.PING) {
                last = mute.nextFrame();
            }
            assertThat(last.closeCode()).isEqualTo(CloseCode.SILENT.code());
            gateway.publish("org-ping", "PFA-1");
            assertThat(answering.next()).contains("PFA-1");
        }
    }

    @Test
    void aPlainClientThatAsksForHeartbeatsHearsThemAndOthersDoNot() {
        try (WireClient other = WireClient.json(gateway, "org-plain-beat");
                WireClient client = WireClient.open(gateway.webSocket("org-plain-beat?heart-beat=1000"))) {
            assertThat(client.next()).as("before anything else").isEqualTo(HEARTBEAT);
            assertThat(client.next()).contains("CONNECTED");
            assertThat(client.next()).isEqualTo(HEARTBEAT);
            assertThat(client.next()).isEqualTo(HEARTBEAT);

            gateway.publish("org-plain-beat", "PFA-1");

            assertThat(other.next()).contains("PFA-1");
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void aStompSessionThatNeverConnectsIsClosed() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-beat"), "v12.stomp")) {
            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.NO_CONNECT.code());
        }
    }
}
