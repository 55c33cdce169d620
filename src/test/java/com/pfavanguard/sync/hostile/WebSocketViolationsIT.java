package com.pfavanguard.sync.hostile;

import static com.pfavanguard.sync.hostile.Frames.BINARY;
import static com.pfavanguard.sync.hostile.Frames.CLOSE;
import static com.pfavanguard.sync.hostile.Frames.CONTINUATION;
import static com.pfavanguard.sync.hostile.Frames.FIN;
import static com.pfavanguard.sync.hostile.Frames.PING;
import static com.pfavanguard.sync.hostile.Frames.PONG;
import static com.pfavanguard.sync.hostile.Frames.TEXT;
import static com.pfavanguard.sync.hostile.Frames.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.testing.RawWebSocket.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames against RFC 6455, on a session that has got in as it should. Each ends it with the code the RFC names. */
class WebSocketViolationsIT {

    @RegisterExtension
    static final Besieged besieged = Besieged.with();

    private static final List<Integer> RESERVED = List.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15);

    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF_8 = 1007;
    private static final int TOO_BIG = 1009;
    private static final int RECEIVE_ONLY = CloseCode.RECEIVE_ONLY.code();

    record Case(String name, byte[] bytes, int closeCode) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> reservedBits() {
        return Stream.of(0x40, 0x20, 0x10, 0x70)
                .flatMap(bits -> Stream.of(
                        new Case("RSV " + bits + " on a text", Frames.of(FIN | bits | TEXT, "x"), PROTOCOL_ERROR),
                        new Case("RSV " + bits + " on a ping", Frames.of(FIN | bits | PING, "x"), PROTOCOL_ERROR)));
    }

    static Stream<Case> reservedOpcodes() {
        return RESERVED.stream()
                .map(opcode -> new Case("opcode " + opcode, Frames.of(FIN | opcode, "x"), PROTOCOL_ERROR));
    }

    /**
     * Jetty CVE-2026-19204: before 12.1.12 it waited for the payload of a frame it did not know, and took as much memory
     * as the frame announced, up to 2 GB.
     */
    static Stream<Case> hugeFramesOfReservedOpcodes() {
        byte[] begun = "x".repeat(500).getBytes(StandardCharsets.UTF_8);
        return RESERVED.stream()
                .flatMap(opcode -> Stream.of(
                        huge(opcode, "1 GB", Frames.announcing(FIN | opcode, 1L << 30), begun),
                        huge(opcode, "2^31 - 1 bytes with RSV", Frames.announcing(FIN | 0x70 | opcode, (1L << 31) - 1)),
                        huge(opcode, "2^63 - 1 bytes", Frames.announcing(FIN | opcode, Long.MAX_VALUE), begun),
                        huge(opcode, "2^64 - 1 bytes, unfinished", Frames.announcing(opcode, -1)),
                        huge(opcode, "1 GB, unmasked", Frames.announcingUnmasked(FIN | opcode, 1L << 30), begun),
                        huge(opcode, "2^63 - 1 bytes, unmasked", Frames.announcingUnmasked(opcode, Long.MAX_VALUE)),
                        huge(
                                opcode,
                                "1 GB within a text",
                                Frames.of(TEXT, "x"),
                                Frames.announcing(opcode, 1L << 30),
                                begun)));
    }

    private static Case huge(int opcode, String name, byte[]... parts) {
        return new Case("opcode " + opcode + " of " + name, joined(parts), PROTOCOL_ERROR);
    }

    static Stream<Case> controlFrames() {
        String long126 = "x".repeat(126);
        return Stream.of(
                new Case("a fragmented ping", Frames.of(PING, "x"), PROTOCOL_ERROR),
                new Case("a fragmented pong", Frames.of(PONG, "x"), PROTOCOL_ERROR),
                new Case("a fragmented close", Frames.of(CLOSE, ""), PROTOCOL_ERROR),
                new Case("a ping of 126 bytes", Frames.of(FIN | PING, long126), PROTOCOL_ERROR),
                new Case("a pong of 126 bytes", Frames.of(FIN | PONG, long126), PROTOCOL_ERROR),
                new Case("a close of 126 bytes", Frames.close(1000, long126), PROTOCOL_ERROR),
                new Case("a ping of 2^40 bytes", Frames.announcing(FIN | PING, 1L << 40), TOO_BIG));
    }

    static Stream<Case> closes() {
        return Stream.concat(
                IntStream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32768, 65535)
                        .mapToObj(code -> new Case("close code " + code, Frames.close(code, ""), PROTOCOL_ERROR)),
                Stream.of(
                        new Case("a close of one byte", Frames.of(FIN | CLOSE, "x"), PROTOCOL_ERROR),
                        new Case(
                                "a reason that is no UTF-8",
                                Frames.of(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}),
                                NOT_UTF_8)));
    }

    static Stream<Case> masks() {
        return Stream.of(
                new Case("an unmasked text", Frames.unmasked(FIN | TEXT, "x"), PROTOCOL_ERROR),
                new Case("an unmasked ping", Frames.unmasked(FIN | PING, ""), PROTOCOL_ERROR),
                new Case("an unmasked close", Frames.unmasked(FIN | CLOSE, ""), PROTOCOL_ERROR));
    }

    static Stream<Case> lengths() {
        return Stream.of(
                new Case("2^63 bytes", Frames.announcing(FIN | TEXT, Long.MIN_VALUE), TOO_BIG),
                new Case("2^64 - 1 bytes", Frames.announcing(FIN | TEXT, -1), TOO_BIG),
                new Case("2^63 - 1 bytes", Frames.announcing(FIN | TEXT, Long.MAX_VALUE), TOO_BIG),
                new Case("2^31 bytes", Frames.announcing(FIN | BINARY, 1L << 31), TOO_BIG),
                new Case("one byte over the limit", Frames.text("x".repeat(16 * 1024 + 1)), TOO_BIG),
                new Case("far over the limit, binary", Frames.of(FIN | BINARY, "x".repeat(100_000)), TOO_BIG),
                new Case(
                        "over the limit in fragments",
                        joined(Frames.of(TEXT, "x".repeat(10_000)), Frames.of(CONTINUATION, "x".repeat(10_000))),
                        TOO_BIG));
    }

    static Stream<Case> fragments() {
        return Stream.of(
                new Case("a continuation of nothing", Frames.of(FIN | CONTINUATION, "x"), PROTOCOL_ERROR),
                new Case("an unfinished continuation of nothing", Frames.of(CONTINUATION, "x"), PROTOCOL_ERROR),
                new Case("a text within a text", joined(Frames.of(TEXT, "x"), Frames.text("y")), PROTOCOL_ERROR),
                new Case(
                        "a binary within a text",
                        joined(Frames.of(TEXT, "x"), Frames.of(FIN | BINARY, "y")),
                        PROTOCOL_ERROR),
                new Case(
                        "a continuation after the end",
                        joined(
                                Frames.of(FIN | PONG, "x"),
                                Frames.of(TEXT, "x"),
                                Frames.of(FIN | PONG, ""),
                                Frames.of(FIN | TEXT, "x")),
                        PROTOCOL_ERROR),
                new Case(
                        "fragments in order, with a pong among them",
                        joined(Frames.of(TEXT, "x"), Frames.of(FIN | PONG, "p"), Frames.of(FIN | CONTINUATION, "y")),
                        RECEIVE_ONLY));
    }

    static Stream<Case> notUtf8() {
        return Stream.of(
                        "ff", // never
                        "80", // a continuation byte alone
                        "c080", // overlong
                        "e08080",
                        "eda080", // a surrogate
                        "f4908080", // past the last code point
                        "c3", // cut short
                        "78f09f98", // likewise, after something good
                        "fe")
                .flatMap(hex -> {
                    byte[] text = HexFormat.of().parseHex(hex);
                    return Stream.of(
                            new Case(hex + " as a text", Frames.of(FIN | TEXT, text), NOT_UTF_8),
                            new Case(hex + ", byte by byte", byteByByte(text), NOT_UTF_8));
                });
    }

    private static byte[] byteByByte(byte[] text) {
        byte[] frames = Frames.of(TEXT, "");
        for (byte b : text) {
            frames = joined(frames, Frames.of(CONTINUATION, new byte[] {b}));
        }
        return joined(frames, Frames.of(FIN | CONTINUATION, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "reservedBits",
        "reservedOpcodes",
        "hugeFramesOfReservedOpcodes",
        "controlFrames",
        "closes",
        "masks",
        "lengths",
        "fragments",
        "notUtf8"
    })
    void endsTheSession(Case violation) {
        try (HostileSocket socket = HostileSocket.upgraded(besieged.gateway(), "org-wall")) {
            assertThat(socket.frame().text()).contains("CONNECTED");
            socket.write(violation.bytes());

            HostileSocket.End end = socket.end();

            assertThat(end.code()).as("%s: %s", violation, end).isEqualTo(violation.closeCode());
            assertThat(end.texts()).isEmpty();
            assertThat(end.reason()).doesNotContainIgnoringCase("jetty").doesNotContain("Exception", "org.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 0x87, 11, 0x8f, 0xff})
    void anUnknownOpcodeEndsTheSessionBeforeItsLengthIsKnown(int firstByte) {
        try (HostileSocket socket = HostileSocket.upgraded(besieged.gateway(), "org-wall")) {
            socket.write(new byte[] {(byte) firstByte});

            assertThat(socket.end().code()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
    void aGoodCloseIsAnsweredWithItsOwnCode(int code) {
        try (HostileSocket socket = HostileSocket.upgraded(besieged.gateway(), "org-wall")) {
            socket.write(Frames.close(code, "Servus, Ende – 终"));

            assertThat(socket.end().code()).isEqualTo(code);
        }
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() {
        try (HostileSocket socket = HostileSocket.upgraded(besieged.gateway(), "org-wall")) {
            socket.write(Frames.of(FIN | CLOSE, ""));

            assertThat(socket.end().code()).isIn(HostileSocket.NO_CODE, 1000);
        }
    }

    @Test
    void whatComesAfterACloseIsNotLookedAt() {
        try (HostileSocket socket = HostileSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.write(joined(
                    Frames.close(1000, ""),
                    Frames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-wall\n\n\0"),
                    Frames.unmasked(FIN | TEXT, "x")));

            HostileSocket.End end = socket.end();

            assertThat(end.code()).isEqualTo(1000);
            assertThat(end.texts()).isEmpty();
        }
    }

    @Test
    void aPingIsAnsweredWithWhatWasInIt() {
        try (HostileSocket socket = HostileSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            byte[] payload = new byte[125];
            Arrays.fill(payload, (byte) 0xfe);
            socket.write(Frames.of(FIN | PING, payload));

            Frame pong = socket.frame();

            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.payload()).isEqualTo(payload);
        }
    }

    @Test
    void aFrameInSingleBytesWithAPingInItsMidstIsOneMessage() {
        try (HostileSocket socket = HostileSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            byte[] frame = "SUBSCRIBE\nid:é\nreceipt:€\ndestination:/topic/sync.org-wall\n\n\0"
                    .getBytes(StandardCharsets.UTF_8);
            socket.write(Frames.of(TEXT, ""));
            for (byte b : frame) {
                socket.write(Frames.of(CONTINUATION, new byte[] {b}));
            }
            socket.write(joined(Frames.of(FIN | PING, "between"), Frames.of(FIN | CONTINUATION, "")));

            assertThat(socket.frame().text()).isEqualTo("between");
            assertThat(socket.frame().text()).contains("receipt-id:€");
            assertThat(socket.frame().text()).contains("subscription:é", "CONNECTED");
        }
    }
}
