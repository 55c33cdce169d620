package com.pfavanguard.sync.hostile;

import static com.pfavanguard.sync.testing.ClientFrames.BINARY;
import static com.pfavanguard.sync.testing.ClientFrames.CLOSE;
import static com.pfavanguard.sync.testing.ClientFrames.CONTINUATION;
import static com.pfavanguard.sync.testing.ClientFrames.FIN;
import static com.pfavanguard.sync.testing.ClientFrames.PING;
import static com.pfavanguard.sync.testing.ClientFrames.PONG;
import static com.pfavanguard.sync.testing.ClientFrames.TEXT;
import static com.pfavanguard.sync.testing.ClientFrames.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.ServerFrame;
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

/** ClientFrames against RFC 6455, on a session that has got in as it should. Each ends it with the code the RFC names. */
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
                        new Case("RSV " + bits + " on a text", ClientFrames.of(FIN | bits | TEXT, "x"), PROTOCOL_ERROR),
                        new Case(
                                "RSV " + bits + " on a ping",
                                ClientFrames.of(FIN | bits | PING, "x"),
                                PROTOCOL_ERROR)));
    }

    static Stream<Case> reservedOpcodes() {
        return RESERVED.stream()
                .map(opcode -> new Case("opcode " + opcode, ClientFrames.of(FIN | opcode, "x"), PROTOCOL_ERROR));
    }

    /**
     * Jetty CVE-2026-19204: before 12.1.12 it waited for the payload of a frame it did not know, and took as much memory
     * as the frame announced, up to 2 GB.
     */
    static Stream<Case> hugeFramesOfReservedOpcodes() {
        byte[] begun = "x".repeat(500).getBytes(StandardCharsets.UTF_8);
        return RESERVED.stream()
                .flatMap(opcode -> Stream.of(
                        huge(opcode, "1 GB", ClientFrames.announcing(FIN | opcode, 1L << 30), begun),
                        huge(
                                opcode,
                                "2^31 - 1 bytes with RSV",
                                ClientFrames.announcing(FIN | 0x70 | opcode, (1L << 31) - 1)),
                        huge(opcode, "2^63 - 1 bytes", ClientFrames.announcing(FIN | opcode, Long.MAX_VALUE), begun),
                        huge(opcode, "2^64 - 1 bytes, unfinished", ClientFrames.announcing(opcode, -1)),
                        huge(opcode, "1 GB, unmasked", ClientFrames.announcingUnmasked(FIN | opcode, 1L << 30), begun),
                        huge(
                                opcode,
                                "2^63 - 1 bytes, unmasked",
                                ClientFrames.announcingUnmasked(opcode, Long.MAX_VALUE)),
                        huge(
                                opcode,
                                "1 GB within a text",
                                ClientFrames.of(TEXT, "x"),
                                ClientFrames.announcing(opcode, 1L << 30),
                                begun)));
    }

    private static Case huge(int opcode, String name, byte[]... parts) {
        return new Case("opcode " + opcode + " of " + name, joined(parts), PROTOCOL_ERROR);
    }

    static Stream<Case> controlFrames() {
        String long126 = "x".repeat(126);
        return Stream.of(
                new Case("a fragmented ping", ClientFrames.of(PING, "x"), PROTOCOL_ERROR),
                new Case("a fragmented pong", ClientFrames.of(PONG, "x"), PROTOCOL_ERROR),
                new Case("a fragmented close", ClientFrames.of(CLOSE, ""), PROTOCOL_ERROR),
                new Case("a ping of 126 bytes", ClientFrames.of(FIN | PING, long126), PROTOCOL_ERROR),
                new Case("a pong of 126 bytes", ClientFrames.of(FIN | PONG, long126), PROTOCOL_ERROR),
                new Case("a close of 126 bytes", ClientFrames.close(1000, long126), PROTOCOL_ERROR),
                new Case("a ping of 2^40 bytes", ClientFrames.announcing(FIN | PING, 1L << 40), TOO_BIG));
    }

    static Stream<Case> closes() {
        return Stream.concat(
                IntStream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32768, 65535)
                        .mapToObj(code -> new Case("close code " + code, ClientFrames.close(code, ""), PROTOCOL_ERROR)),
                Stream.of(
                        new Case("a close of one byte", ClientFrames.of(FIN | CLOSE, "x"), PROTOCOL_ERROR),
                        new Case(
                                "a reason that is no UTF-8",
                                ClientFrames.of(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}),
                                NOT_UTF_8)));
    }

    static Stream<Case> masks() {
        return Stream.of(
                new Case("an unmasked text", ClientFrames.unmasked(FIN | TEXT, "x"), PROTOCOL_ERROR),
                new Case("an unmasked ping", ClientFrames.unmasked(FIN | PING, ""), PROTOCOL_ERROR),
                new Case("an unmasked close", ClientFrames.unmasked(FIN | CLOSE, ""), PROTOCOL_ERROR));
    }

    static Stream<Case> lengths() {
        return Stream.of(
                new Case("2^63 bytes", ClientFrames.announcing(FIN | TEXT, Long.MIN_VALUE), TOO_BIG),
                new Case("2^64 - 1 bytes", ClientFrames.announcing(FIN | TEXT, -1), TOO_BIG),
                new Case("2^63 - 1 bytes", ClientFrames.announcing(FIN | TEXT, Long.MAX_VALUE), TOO_BIG),
                new Case("2^31 bytes", ClientFrames.announcing(FIN | BINARY, 1L << 31), TOO_BIG),
                new Case("one byte over the limit", ClientFrames.text("x".repeat(16 * 1024 + 1)), TOO_BIG),
                new Case("far over the limit, binary", ClientFrames.of(FIN | BINARY, "x".repeat(100_000)), TOO_BIG),
                new Case(
                        "over the limit in fragments",
                        joined(
                                ClientFrames.of(TEXT, "x".repeat(10_000)),
                                ClientFrames.of(CONTINUATION, "x".repeat(10_000))),
                        TOO_BIG));
    }

    static Stream<Case> fragments() {
        return Stream.of(
                new Case("a continuation of nothing", ClientFrames.of(FIN | CONTINUATION, "x"), PROTOCOL_ERROR),
                new Case("an unfinished continuation of nothing", ClientFrames.of(CONTINUATION, "x"), PROTOCOL_ERROR),
                new Case(
                        "a text within a text",
                        joined(ClientFrames.of(TEXT, "x"), ClientFrames.text("y")),
                        PROTOCOL_ERROR),
                new Case(
                        "a binary within a text",
                        joined(ClientFrames.of(TEXT, "x"), ClientFrames.of(FIN | BINARY, "y")),
                        PROTOCOL_ERROR),
                new Case(
                        "a continuation after the end",
                        joined(
                                ClientFrames.of(FIN | PONG, "x"),
                                ClientFrames.of(TEXT, "x"),
                                ClientFrames.of(FIN | PONG, ""),
                                ClientFrames.of(FIN | TEXT, "x")),
                        PROTOCOL_ERROR),
                new Case(
                        "fragments in order, with a pong among them",
                        joined(
                                ClientFrames.of(TEXT, "x"),
                                ClientFrames.of(FIN | PONG, "p"),
                                ClientFrames.of(FIN | CONTINUATION, "y")),
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
                            new Case(hex + " as a text", ClientFrames.of(FIN | TEXT, text), NOT_UTF_8),
                            new Case(hex + ", byte by byte", byteByByte(text), NOT_UTF_8));
                });
    }

    private static byte[] byteByByte(byte[] text) {
        byte[] frames = ClientFrames.of(TEXT, "");
        for (byte b : text) {
            frames = joined(frames, ClientFrames.of(CONTINUATION, new byte[] {b}));
        }
        return joined(frames, ClientFrames.of(FIN | CONTINUATION, ""));
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
        try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall")) {
            assertThat(socket.frame().text()).contains("CONNECTED");
            socket.send(violation.bytes());

            RawSocket.End end = socket.end();

            assertThat(end.code()).as("%s: %s", violation, end).isEqualTo(violation.closeCode());
            assertThat(end.texts()).isEmpty();
            assertThat(end.reason()).doesNotContainIgnoringCase("jetty").doesNotContain("Exception", "org.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 0x87, 11, 0x8f, 0xff})
    void anUnknownOpcodeEndsTheSessionBeforeItsLengthIsKnown(int firstByte) {
        try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall")) {
            socket.send(new byte[] {(byte) firstByte});

            assertThat(socket.end().code()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
    void aGoodCloseIsAnsweredWithItsOwnCode(int code) {
        try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall")) {
            socket.send(ClientFrames.close(code, "Servus, Ende – 终"));

            assertThat(socket.end().code()).isEqualTo(code);
        }
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() {
        try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall")) {
            socket.send(ClientFrames.of(FIN | CLOSE, ""));

            assertThat(socket.end().code()).isIn(RawSocket.NO_CODE, 1000);
        }
    }

    @Test
    void whatComesAfterACloseIsNotLookedAt() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(joined(
                    ClientFrames.close(1000, ""),
                    ClientFrames.text("SUBSCRIBE\nid:s\ndestination:/topic/sync.org-wall\n\n\0"),
                    ClientFrames.unmasked(FIN | TEXT, "x")));

            RawSocket.End end = socket.end();

            assertThat(end.code()).isEqualTo(1000);
            assertThat(end.texts()).isEmpty();
        }
    }

    @Test
    void aPingIsAnsweredWithWhatWasInIt() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            byte[] payload = new byte[125];
            Arrays.fill(payload, (byte) 0xfe);
            socket.send(ClientFrames.of(FIN | PING, payload));

            ServerFrame pong = socket.frame();

            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.payload()).isEqualTo(payload);
        }
    }

    @Test
    void aFrameInSingleBytesWithAPingInItsMidstIsOneMessage() {
        try (RawSocket socket = RawSocket.stomp(besieged.gateway(), "org-wall?protocol=stomp")) {
            byte[] frame = "SUBSCRIBE\nid:é\nreceipt:€\ndestination:/topic/sync.org-wall\n\n\0"
                    .getBytes(StandardCharsets.UTF_8);
            socket.send(ClientFrames.of(TEXT, ""));
            for (byte b : frame) {
                socket.send(ClientFrames.of(CONTINUATION, new byte[] {b}));
            }
            socket.send(joined(ClientFrames.of(FIN | PING, "between"), ClientFrames.of(FIN | CONTINUATION, "")));

            assertThat(socket.frame().text()).isEqualTo("between");
            assertThat(socket.frame().text()).contains("receipt-id:€");
            assertThat(socket.frame().text()).contains("subscription:é", "CONNECTED");
        }
    }
}
