package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one session may send, and how it ends that sends more; a witness of the same organization hears on. */
class InboundLimitsIT {

    private static final byte[] NOTHING = new byte[0];

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data,
                "--sync.gateway.limits.frames-per-second=20",
                "--sync.gateway.limits.bytes-per-second=8KB",
                "--sync.gateway.limits.headers-per-frame=6",
                "--sync.gateway.limits.header-size=200B",
                "--sync.gateway.ping-interval=1s",
                "--sync.gateway.idle-limit=3s",
                "--sync.gateway.stomp-heartbeat=0s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static double reached(String limit) {
        return gateway.counter("sync.gateway.limits", "limit", limit);
    }

    @Test
    void aFloodOfFramesEndsTheSession() {
        double before = reached("frames");
        try (WireClient witness = WireClient.json(gateway, "org-flood");
                WireClient client = WireClient.stomp(gateway, "org-flood")) {
            untilClosed(client, () -> client.send("UNSUBSCRIBE\nid:1\n\n\0"));

            StompFrame error = client.nextFrame("ERROR");
            assertThat(error.headers())
                    .containsEntry("code", "RATE_LIMIT_EXCEEDED")
                    .containsEntry("retryable", "true")
                    .containsEntry("retry-after", "10");
            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.RATE_LIMIT_EXCEEDED.code());
            assertThat(reached("frames")).isEqualTo(before + 1);
            gateway.publish("org-flood", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    @Test
    void aFloodOfBytesEndsTheSession() {
        double before = reached("bytes");
        try (WireClient client = WireClient.stomp(gateway, "org-flood")) {
            untilClosed(
                    client, () -> client.send("SEND\ndestination:/app/auth.refresh\n\n" + "x".repeat(9_000) + "\0"));

            assertThat(client.awaitClosed().code()).isEqualTo(CloseCode.RATE_LIMIT_EXCEEDED.code());
            assertThat(reached("bytes")).isEqualTo(before + 1);
        }
    }

    @Test
    void aFloodOfPingsEndsTheSession() {
        double before = reached("frames");
        try (WireClient witness = WireClient.json(gateway, "org-pings");
                RawSocket socket = RawSocket.open(gateway)) {
            assertThat(socket.handshake("org-pings").status()).isEqualTo(101);
            for (int i = 0; i < 500; i++) {
                socket.sendFrame(0x89, NOTHING);
            }

            assertThat(socket.closeCode()).isEqualTo(CloseCode.RATE_LIMIT_EXCEEDED.code());
            assertThat(reached("frames")).isEqualTo(before + 1);
            gateway.publish("org-pings", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    @Test
    void endlessEmptyFragmentsEndTheSession() {
        try (RawSocket socket = RawSocket.open(gateway)) {
            assertThat(socket.handshake("org-pieces").status()).isEqualTo(101);
            socket.sendFrame(0x01, NOTHING);
            for (int i = 0; i < 500; i++) {
                socket.sendFrame(0x00, NOTHING);
            }

            assertThat(socket.closeCode()).isEqualTo(CloseCode.RATE_LIMIT_EXCEEDED.code());
        }
    }

    @Test
    void tooManyHeadersAreRefused() {
        double before = reached("headers");
        try (WireClient client = WireClient.stomp(gateway, "org-heads")) {
            client.send("SUBSCRIBE\nid:1\ndestination:/topic/sync.org-heads\na:1\nb:2\nc:3\nd:4\nd:5\n\n\0");

            assertRefused(client, "6 headers");
            assertThat(reached("headers")).isEqualTo(before + 1);
        }
    }

    @Test
    void aLongHeaderIsRefusedButForTheToken() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-heads"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + "t".repeat(5_000) + "\n\n\0");
            client.nextFrame("CONNECTED");
            client.send("SUBSCRIBE\nid:" + "i".repeat(300) + "\ndestination:/topic/sync.org-heads\n\n\0");

            assertRefused(client, "200 bytes");
        }
    }

    @Test
    void aSubscriptionsIdIsBoundedAsItIsSentBack() {
        try (WireClient client = WireClient.stomp(gateway, "org-heads")) {
            client.send("SUBSCRIBE\nid:" + "i".repeat(64) + "\ndestination:/topic/sync.org-heads\n\n\0");
            assertThat(client.nextFrame("MESSAGE").headers()).containsEntry("subscription", "i".repeat(64));

            client.send("SUBSCRIBE\nid:" + ":".repeat(33) + "\ndestination:/topic/sync.org-heads\n\n\0");

            assertRefused(client, "64 bytes");
        }
    }

    @Test
    void aReceiptIsBoundedAsItIsSentBack() {
        try (WireClient client = WireClient.stomp(gateway, "org-heads")) {
            client.send("UNSUBSCRIBE\nid:1\nreceipt:" + ":".repeat(100) + "\n\n\0");

            assertRefused(client, "200 bytes");
        }
    }

    @Test
    void aReceiptTooLongToBeConfirmedIsNotSentBackWithItsRefusalEither() {
        try (WireClient client = WireClient.stomp(gateway, "org-heads")) {
            client.send("UNSUBSCRIBE\nid:1\nreceipt:" + ":".repeat(5_000) + "\n\n\0");

            assertThat(client.nextFrame("ERROR").headers()).doesNotContainKey("receipt-id");
        }
    }

    @Test
    void whoAnswersPingsIsNotIdleAndWhoDoesNotIs() {
        double before = reached("idle-time");
        try (WireClient answering = WireClient.stomp(gateway, "org-idle");
                RawSocket mute = RawSocket.open(gateway)) {
            answering.subscribe("org-idle");
            mute.handshake("org-idle?protocol=stomp");
            mute.sendFrame(0x81, "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0".getBytes());

            assertThat(mute.closeCode()).isEqualTo(CloseCode.SILENT.code());
            mute.close();
            Awaitility.await().atMost(WireClient.PATIENCE).until(() -> reached("idle-time") > before);
            gateway.publish("org-idle", "PFA-1");
            assertThat(answering.nextEvent().get("pfaId").stringValue()).isEqualTo("PFA-1");
        }
    }

    @Test
    void aBombOfAClientThatHasNegotiatedNothingIsNeverUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating =
                new DeflaterOutputStream(bomb, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 3; i++) {
                deflating.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(4_096);
        try (WireClient witness = WireClient.json(gateway, "org-bomb");
                RawSocket socket = RawSocket.open(gateway)) {
            assertThat(socket.handshake("org-bomb").text()).startsWith("HTTP/1.1 101");

            socket.sendFrame(0xc1, bomb.toByteArray());

            assertThat(socket.closeCode()).isEqualTo(1002);
            gateway.publish("org-bomb", "PFA-1");
            assertThat(witness.next()).contains("PFA-1");
        }
    }

    private static void assertRefused(WireClient client, String reason) {
        StompFrame error = client.nextFrame("ERROR");
        assertThat(error.headers()).containsEntry("code", "PROTOCOL_ERROR").containsEntry("retryable", "false");
        assertThat(error.headers().get("message")).contains(reason);
        assertThat(client.awaitClosed().code()).isEqualTo(1002);
    }

    private static void untilClosed(WireClient client, Runnable send) {
        try {
            while (client.isOpen()) {
                send.run();
            }
        } catch (RuntimeException e) {
            // closed while it was sending
        }
    }
}
