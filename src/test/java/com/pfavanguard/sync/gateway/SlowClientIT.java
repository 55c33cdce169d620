package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.RawWebSocket;
import com.pfavanguard.sync.testing.ServerFrame;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that stops reading is closed, can come back for the rest, and does not disturb other clients. */
class SlowClientIT {

    private static final int EVENTS = 8_000;

    @Test
    void aStalledClientIsClosedAndResumesWhileItsNeighbourHearsEverything(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient healthy = WireClient.json(gateway, "org-slow");
                RawWebSocket stalled = RawWebSocket.openWithSmallBuffers(gateway, "org-slow");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            assertThat(stalled.nextFrame().text()).contains("CONNECTED");

            for (int i = 0; i < EVENTS; i++) {
                producer.sendText("/topic/sync.org-slow", """
                        {"type":"SYNC_FAILED","pfaId":"PFA-%d","organizationId":"org-slow","timestamp":"2026-03-04T09:15:03.511Z","details":{"error":"%s","retryCount":0}}""".formatted(i, "x".repeat(450)), "eventId:e-" + i);
            }

            for (int i = 0; i < EVENTS; i++) {
                assertThat(healthy.nextJson().get("eventId").stringValue()).isEqualTo("e-" + i);
            }
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> gateway.counter("sync.gateway.closes", "code", Integer.toString(CloseCode.SLOW.code()))
                            > 0);
            int heard = stalled.eventsUntilTheEnd();
            assertThat(heard).isLessThan(EVENTS);
            try (WireClient back = WireClient.open(gateway.webSocket("org-slow?lastEventId=e-" + (heard - 1)))) {
                assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
                for (int i = heard; i < EVENTS; i++) {
                    assertThat(back.nextJson().get("eventId").stringValue()).isEqualTo("e-" + i);
                }
            }
        }
    }

    /** Pongs and events come by different ways, and neither may cut the other's frames. */
    @Test
    void aClientThatPingsBeforeItReadsGetsEveryEventAndEveryPongWhole(@TempDir Path data) {
        int events = 1_000;
        int pings = 20;
        try (TestGateway gateway = TestGateway.start(data, "--sync.gateway.send-time-limit=1m");
                RawWebSocket slow = RawWebSocket.openWithSmallBuffers(gateway, "org-pings");
                WireClient healthy = WireClient.json(gateway, "org-pings");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            assertThat(slow.nextFrame().text()).contains("CONNECTED");
            for (int i = 0; i < events; i++) {
                if (i % (events / pings) == 0) {
                    slow.ping("ping " + i);
                }
                producer.sendText("/topic/sync.org-pings", """
                        {"type":"SYNC_FAILED","pfaId":"PFA-%d","organizationId":"org-pings","timestamp":"2026-03-04T09:15:03.511Z","details":{"error":"%s","retryCount":0}}""".formatted(i, "x".repeat(450)), "eventId:e-" + i);
            }
            for (int i = 0; i < events; i++) {
                healthy.nextJson();
            }

            int heard = 0;
            int pongs = 0;
            while (heard < events || pongs < pings) {
                ServerFrame frame = slow.nextFrame();
                if (frame.opcode() == ClientFrames.PONG) {
                    assertThat(frame.text()).startsWith("ping ");
                    pongs++;
                } else {
                    assertThat(frame.text()).endsWith("\"eventId\":\"e-" + heard + "\"}");
                    heard++;
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void aClientThatAsksAndAsksAndDoesNotReadIsClosed(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.gateway.limits.header-size=16KB",
                        "--sync.gateway.limits.frames-per-second=1000000",
                        "--sync.gateway.limits.bytes-per-second=1GB");
                RawWebSocket greedy = RawWebSocket.openWithSmallBuffers(gateway, "org-greedy?protocol=stomp")) {
            greedy.send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0");

            assertThatThrownBy(() -> {
                        while (true) { // until it is cut off, some seconds after it was told
                            greedy.send("UNSUBSCRIBE\nid:1\nreceipt:" + "r".repeat(8_000) + "\n\n\0");
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class);

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> gateway.counter("sync.gateway.closes", "code", Integer.toString(CloseCode.SLOW.code()))
                            > 0);
        }
    }
}
