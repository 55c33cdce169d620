package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompProducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Peers that do not read, do not write, or are not there any more. None is waited for longer than the settings say, and
 * none holds up the witness.
 */
class SlowPeersIT {

    @RegisterExtension
    static final Besieged besieged = Besieged.with(
            "--sync.gateway.ping-interval=3s",
            "--sync.gateway.stomp-heartbeat=3s",
            "--sync.gateway.time-to-connect=2s",
            "--sync.gateway.idle-limit=12s",
            "--sync.gateway.send-time-limit=1s",
            "--sync.gateway.max-lag-events=200",
            "--sync.gateway.limits.handshake-time=2s");

    private static final int EVENTS = 2_000;

    /** All at once, as each takes its time; then one by one, how the gateway has ended it. */
    @TestFactory
    Stream<DynamicTest> whoeverFallsSilentIsLetGo() {
        Map<String, RawSocket> silent = new LinkedHashMap<>();
        Map<String, Integer> expected = new LinkedHashMap<>();
        silentPeers().forEach(peer -> {
            silent.put(peer.name(), peer.opened().get());
            expected.put(peer.name(), peer.closeCode());
        });
        return silent.entrySet().stream()
                .map(peer -> dynamicTest(peer.getKey(), () -> {
                    try (RawSocket socket = peer.getValue()) {
                        assertThat(socket.end().code()).isEqualTo(expected.get(peer.getKey()));
                    }
                }));
    }

    /** @param opened the connection, left to itself */
    record Silent(String name, int closeCode, Supplier<RawSocket> opened) {}

    private static Stream<Silent> silentPeers() {
        int silent = CloseCode.SILENT.code();
        int noConnect = CloseCode.NO_CONNECT.code();
        return Stream.of(
                new Silent("a plain client that answers no ping", silent, SlowPeersIT::plain),
                new Silent("a frame that does not end", silent, () -> with(plain(), ClientFrames.announcing(0x81, 10))),
                new Silent(
                        "a length that does not end",
                        silent,
                        () -> with(plain(), new byte[] {(byte) 0x81, (byte) 0xff, 0})),
                new Silent("a first byte and no second", silent, () -> with(plain(), new byte[] {(byte) 0x81})),
                new Silent(
                        "fragments without the last",
                        silent,
                        () -> with(plain(), ClientFrames.of(ClientFrames.TEXT, "x"))),
                new Silent("heart-beats promised and not sent", silent, () -> connected("1000,0")),
                new Silent("nothing promised and no ping answered", silent, () -> connected("0,0")),
                new Silent("heart-beats of an age", silent, () -> connected("999999999999999999,0")),
                new Silent("STOMP and no CONNECT", noConnect, SlowPeersIT::stomp),
                new Silent("half a CONNECT", noConnect, () -> with(stomp(), ClientFrames.text("CONNECT\naccept-ver"))),
                new Silent(
                        "half a frame for a CONNECT",
                        noConnect,
                        () -> with(stomp(), ClientFrames.announcing(0x81, 40))),
                new Silent("no word at all", RawSocket.CUT, () -> RawSocket.open(besieged.gateway())),
                new Silent("half a request line", RawSocket.CUT, () -> half("GET /api/ws")),
                new Silent(
                        "half a handshake",
                        RawSocket.CUT,
                        () -> half(RawSocket.request("/api/ws/sync/org-wall").substring(0, 90))),
                new Silent(
                        "a handshake without its last line",
                        RawSocket.CUT,
                        () -> half(RawSocket.request("/api/ws/sync/org-wall").stripTrailing() + "\r\n")),
                new Silent("no more to come, after the handshake", RawSocket.CUT, () -> {
                    RawSocket socket = plain();
                    socket.closeOutput();
                    return socket;
                }));
    }

    private static RawSocket plain() {
        return RawSocket.upgraded(besieged.gateway(), "org-wall");
    }

    private static RawSocket stomp() {
        return RawSocket.upgraded(besieged.gateway(), "org-wall?protocol=stomp");
    }

    private static RawSocket connected(String heartbeats) {
        return with(
                stomp(), ClientFrames.text("CONNECT\naccept-version:1.2\nheart-beat:" + heartbeats + "\nhost:x\n\n\0"));
    }

    private static RawSocket half(String request) {
        RawSocket socket = RawSocket.open(besieged.gateway());
        socket.send(request);
        return socket;
    }

    private static RawSocket with(RawSocket socket, byte[] bytes) {
        socket.send(bytes);
        return socket;
    }

    @Test
    void whoeverDoesNotAnswerTheCloseIsCutOff() {
        try (RawSocket socket = plain()) {
            socket.send(ClientFrames.text("x"));

            assertThat(socket.end().code()).isEqualTo(CloseCode.RECEIVE_ONLY.code());
            assertThat(socket.end().code()).isEqualTo(RawSocket.CUT);
        }
    }

    @Test
    void connectionsThatVanishLeaveNothing() {
        for (int i = 0; i < 100; i++) {
            RawSocket plain = plain();
            RawSocket connected = connected("0,0");
            RawSocket half = half("GET /api");
            plain.abort();
            connected.abort();
            half.abort();
        }
    }

    @Test
    void aStalledReaderHoldsUpNobody() {
        List<RawSocket> stalled = new ArrayList<>();
        try (StompProducer producer = new StompProducer(besieged.gateway().stompPort())) {
            for (int i = 0; i < 5; i++) {
                stalled.add(stalled("org-flood"));
                RawSocket stomp = stalled("org-flood?protocol=stomp");
                stomp.send(ClientFrames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
                stomp.send(ClientFrames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-flood\n\n\0"));
                stalled.add(stomp);
            }
            String event = """
                    {"type":"SYNC_FAILED","pfaId":"PFA-1","organizationId":"org-flood","timestamp":"2026-03-04T09:15:03.511Z","details":{"error":"%s","retryCount":0}}""".formatted("x".repeat(480));

            for (int i = 0; i < EVENTS; i++) {
                producer.sendText("/topic/sync.org-flood", event);
                if (i % 100 == 0) {
                    besieged.anEventHappens();
                }
            }

            for (RawSocket socket : stalled) {
                RawSocket.End end = socket.end();
                assertThat(end.code()).isIn(CloseCode.SLOW.code(), RawSocket.CUT);
                assertThat(end.texts()).hasSizeLessThan(EVENTS);
            }
        } finally {
            stalled.forEach(RawSocket::close);
        }
    }

    private static RawSocket stalled(String organizationAndQuery) {
        RawSocket socket = RawSocket.openNarrow(besieged.gateway(), 4096);
        assertThat(socket.handshake(organizationAndQuery).status()).isEqualTo(101);
        return socket;
    }

    @Test
    void aFloodOfPingsIsStopped() {
        try (RawSocket socket = plain()) {
            socket.flood(ClientFrames.of(ClientFrames.FIN | ClientFrames.PING, "x".repeat(125)), 100_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), RawSocket.CUT);
        }
    }

    @Test
    void aFloodOfEmptyFragmentsIsStopped() {
        try (RawSocket socket = plain()) {
            socket.send(ClientFrames.of(ClientFrames.TEXT, ""));
            socket.flood(ClientFrames.of(ClientFrames.CONTINUATION, ""), 1_000_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), RawSocket.CUT);
        }
    }

    @Test
    void aFloodOfHeartbeatsIsStopped() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.flood(ClientFrames.text("\n"), 1_000_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), RawSocket.CUT);
        }
    }

    @Test
    void aFloodOfQuestionsWithoutReadingTheAnswersIsStopped() {
        try (RawSocket socket = stalled("org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
            socket.flood(ClientFrames.text("UNSUBSCRIBE\nid:1\nreceipt:" + "r".repeat(900) + "\n\n\0"), 20_000);

            assertThat(socket.end().code())
                    .isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), CloseCode.SLOW.code(), RawSocket.CUT);
        }
    }

    @Test
    void handshakesInCrowdsAreLetInOrTurnedAway() {
        List<RawSocket> crowd = IntStream.range(0, 300)
                .mapToObj(i -> RawSocket.open(besieged.gateway()))
                .toList();
        crowd.forEach(socket -> socket.send(RawSocket.request("/api/ws/sync/org-wall")));

        for (RawSocket socket : crowd) {
            assertThat(socket.answer().status()).isIn(101, 429, 503);
            socket.close();
        }
    }
}
