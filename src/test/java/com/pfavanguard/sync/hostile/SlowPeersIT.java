package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.pfavanguard.sync.gateway.CloseCode;
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
        Map<String, HostileSocket> silent = new LinkedHashMap<>();
        Map<String, Integer> expected = new LinkedHashMap<>();
        silentPeers().forEach(peer -> {
            silent.put(peer.name(), peer.opened().get());
            expected.put(peer.name(), peer.closeCode());
        });
        return silent.entrySet().stream()
                .map(peer -> dynamicTest(peer.getKey(), () -> {
                    try (HostileSocket socket = peer.getValue()) {
                        assertThat(socket.end().code()).isEqualTo(expected.get(peer.getKey()));
                    }
                }));
    }

    /** @param opened the connection, left to itself */
    record Silent(String name, int closeCode, Supplier<HostileSocket> opened) {}

    private static Stream<Silent> silentPeers() {
        int silent = CloseCode.SILENT.code();
        int noConnect = CloseCode.NO_CONNECT.code();
        return Stream.of(
                new Silent("a plain client that answers no ping", silent, SlowPeersIT::plain),
                new Silent("a frame that does not end", silent, () -> with(plain(), Frames.announcing(0x81, 10))),
                new Silent(
                        "a length that does not end",
                        silent,
                        () -> with(plain(), new byte[] {(byte) 0x81, (byte) 0xff, 0})),
                new Silent("a first byte and no second", silent, () -> with(plain(), new byte[] {(byte) 0x81})),
                new Silent("fragments without the last", silent, () -> with(plain(), Frames.of(Frames.TEXT, "x"))),
                new Silent("heart-beats promised and not sent", silent, () -> connected("1000,0")),
                new Silent("nothing promised and no ping answered", silent, () -> connected("0,0")),
                new Silent("heart-beats of an age", silent, () -> connected("999999999999999999,0")),
                new Silent("STOMP and no CONNECT", noConnect, SlowPeersIT::stomp),
                new Silent("half a CONNECT", noConnect, () -> with(stomp(), Frames.text("CONNECT\naccept-ver"))),
                new Silent("half a frame for a CONNECT", noConnect, () -> with(stomp(), Frames.announcing(0x81, 40))),
                new Silent("no word at all", HostileSocket.CUT, () -> HostileSocket.connect(besieged.gateway())),
                new Silent("half a request line", HostileSocket.CUT, () -> half("GET /api/ws")),
                new Silent(
                        "half a handshake",
                        HostileSocket.CUT,
                        () -> half(
                                HostileSocket.request("/api/ws/sync/org-wall").substring(0, 90))),
                new Silent(
                        "a handshake without its last line",
                        HostileSocket.CUT,
                        () -> half(
                                HostileSocket.request("/api/ws/sync/org-wall").stripTrailing() + "\r\n")),
                new Silent("no more to come, after the handshake", HostileSocket.CUT, () -> {
                    HostileSocket socket = plain();
                    socket.closeOutput();
                    return socket;
                }));
    }

    private static HostileSocket plain() {
        return HostileSocket.upgraded(besieged.gateway(), "org-wall");
    }

    private static HostileSocket stomp() {
        return HostileSocket.upgraded(besieged.gateway(), "org-wall?protocol=stomp");
    }

    private static HostileSocket connected(String heartbeats) {
        return with(stomp(), Frames.text("CONNECT\naccept-version:1.2\nheart-beat:" + heartbeats + "\nhost:x\n\n\0"));
    }

    private static HostileSocket half(String request) {
        HostileSocket socket = HostileSocket.connect(besieged.gateway());
        socket.write(request);
        return socket;
    }

    private static HostileSocket with(HostileSocket socket, byte[] bytes) {
        socket.write(bytes);
        return socket;
    }

    @Test
    void whoeverDoesNotAnswerTheCloseIsCutOff() {
        try (HostileSocket socket = plain()) {
            socket.write(Frames.text("x"));

            assertThat(socket.end().code()).isEqualTo(CloseCode.RECEIVE_ONLY.code());
            assertThat(socket.end().code()).isEqualTo(HostileSocket.CUT);
        }
    }

    @Test
    void connectionsThatVanishLeaveNothing() {
        for (int i = 0; i < 100; i++) {
            HostileSocket plain = plain();
            HostileSocket connected = connected("0,0");
            HostileSocket half = half("GET /api");
            plain.reset();
            connected.reset();
            half.reset();
        }
    }

    @Test
    void aStalledReaderHoldsUpNobody() {
        List<HostileSocket> stalled = new ArrayList<>();
        try (StompProducer producer = new StompProducer(besieged.gateway().stompPort())) {
            for (int i = 0; i < 5; i++) {
                stalled.add(stalled("org-flood"));
                HostileSocket stomp = stalled("org-flood?protocol=stomp");
                stomp.write(Frames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
                stomp.write(Frames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-flood\n\n\0"));
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

            for (HostileSocket socket : stalled) {
                HostileSocket.End end = socket.end();
                assertThat(end.code()).isIn(CloseCode.SLOW.code(), HostileSocket.CUT);
                assertThat(end.texts()).hasSizeLessThan(EVENTS);
            }
        } finally {
            stalled.forEach(HostileSocket::close);
        }
    }

    private static HostileSocket stalled(String organizationAndQuery) {
        HostileSocket socket = HostileSocket.connect(besieged.gateway(), 4096);
        assertThat(socket.handshake(organizationAndQuery).status()).isEqualTo(101);
        return socket;
    }

    @Test
    void aFloodOfPingsIsStopped() {
        try (HostileSocket socket = plain()) {
            socket.flood(Frames.of(Frames.FIN | Frames.PING, "x".repeat(125)), 100_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), HostileSocket.CUT);
        }
    }

    @Test
    void aFloodOfEmptyFragmentsIsStopped() {
        try (HostileSocket socket = plain()) {
            socket.write(Frames.of(Frames.TEXT, ""));
            socket.flood(Frames.of(Frames.CONTINUATION, ""), 1_000_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), HostileSocket.CUT);
        }
    }

    @Test
    void aFloodOfHeartbeatsIsStopped() {
        try (HostileSocket socket = HostileSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.flood(Frames.text("\n"), 1_000_000);

            assertThat(socket.end().code()).isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), HostileSocket.CUT);
        }
    }

    @Test
    void aFloodOfQuestionsWithoutReadingTheAnswersIsStopped() {
        try (HostileSocket socket = stalled("org-wall?protocol=stomp")) {
            socket.write(Frames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
            socket.flood(Frames.text("UNSUBSCRIBE\nid:1\nreceipt:" + "r".repeat(900) + "\n\n\0"), 20_000);

            assertThat(socket.end().code())
                    .isIn(CloseCode.RATE_LIMIT_EXCEEDED.code(), CloseCode.SLOW.code(), HostileSocket.CUT);
        }
    }

    @Test
    void handshakesInCrowdsAreLetInOrTurnedAway() {
        List<HostileSocket> crowd = IntStream.range(0, 300)
                .mapToObj(i -> HostileSocket.connect(besieged.gateway()))
                .toList();
        crowd.forEach(socket -> socket.write(HostileSocket.request("/api/ws/sync/org-wall")));

        for (HostileSocket socket : crowd) {
            assertThat(socket.answer().status()).isIn(101, 429, 503);
            socket.close();
        }
    }
}
