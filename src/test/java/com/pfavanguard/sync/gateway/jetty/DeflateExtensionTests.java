package com.pfavanguard.sync.gateway.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.ProtocolException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateExtensionTests {

    private static final int MOST_BYTES = 1_000;

    private final DeflateExtension extension = new DeflateExtension();
    private final List<Frame> passed = new ArrayList<>();
    private int demands;

    @BeforeEach
    void connect() {
        extension.init(ExtensionConfig.parse("permessage-deflate"), new WebSocketComponents());
        extension.setCoreSession(new CoreSession.Empty() {
            @Override
            public long getMaxTextMessageSize() {
                return MOST_BYTES;
            }
        });
        extension.setNextIncomingFrames((frame, callback) -> {
            passed.add(frame);
            callback.succeeded();
        });
        extension.setNextDemand(() -> demands++);
    }

    private void receive(int opCode, boolean fin, boolean rsv1, byte[] payload) {
        Frame frame = new Frame((byte) opCode, fin, ByteBuffer.wrap(payload));
        frame.setRsv1(rsv1);
        extension.onFrame(frame, Callback.NOOP);
    }

    private void receive(int opCode, boolean fin, boolean rsv1, String hex) {
        receive(opCode, fin, rsv1, HexFormat.of().parseHex(hex));
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(data);
        byte[] out = new byte[data.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return java.util.Arrays.copyOf(out, length - 4);
    }

    /** The examples of RFC 7692 section 7.2.3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f248cdc9c90700",
                "000500faff48656c6c6f00",
                "f348cdc9c9070000",
                "f248050000 00ffffcac9c90700",
            })
    void readsTheExamplesOfTheStandard(String hex) {
        receive(OpCode.TEXT, true, true, hex.replace(" ", ""));

        assertThat(passed).singleElement().satisfies(frame -> {
            assertThat(frame.getPayloadAsUTF8()).isEqualTo("Hello");
            assertThat(frame.getOpCode()).isEqualTo(OpCode.TEXT);
            assertThat(frame.isFin()).isTrue();
            assertThat(frame.isRsv1()).isFalse();
        });
    }

    @Test
    void readsFragmentsWithControlFramesInBetween() {
        receive(OpCode.TEXT, false, true, "f248cd");
        receive(OpCode.PING, true, false, "01");
        receive(OpCode.CONTINUATION, false, false, "");
        receive(OpCode.CONTINUATION, true, false, "c9c90700");

        assertThat(passed).hasSize(2);
        assertThat(passed.get(0).getOpCode()).isEqualTo(OpCode.PING);
        assertThat(passed.get(1).getPayloadAsUTF8()).isEqualTo("Hello");
        assertThat(passed.get(1).getOpCode()).isEqualTo(OpCode.TEXT);
        assertThat(demands).isEqualTo(2);
    }

    @Test
    void readsAnEmptyMessageAndOneOfTheLargestSize() {
        receive(OpCode.BINARY, true, true, "00");
        receive(OpCode.TEXT, true, true, deflated(new byte[MOST_BYTES]));

        assertThat(passed).extracting(Frame::getPayloadLength).containsExactly(0, MOST_BYTES);
        assertThat(passed.get(0).getOpCode()).isEqualTo(OpCode.BINARY);
    }

    @Test
    void eachMessageStandsOnItsOwn() {
        for (int i = 0; i < 3; i++) {
            byte[] message = ("message " + i).repeat(20).getBytes(StandardCharsets.UTF_8);
            receive(OpCode.TEXT, true, true, deflated(message));

            assertThat(passed.get(i).getPayloadAsUTF8())
                    .isEqualTo("message %d".formatted(i).repeat(20));
        }
        // It refers to a message before it, which the client has agreed not to do.
        assertThatThrownBy(() -> receive(OpCode.TEXT, true, true, "f20013000000"))
                .isInstanceOf(BadPayloadException.class);
    }

    @Test
    void passesOnMessagesThatAreNotCompressed() {
        receive(OpCode.TEXT, false, false, "48");
        receive(OpCode.CONTINUATION, true, false, "69");

        assertThat(passed).extracting(Frame::getPayloadAsUTF8).containsExactly("H", "i");
        assertThat(demands).isZero();
    }

    @Test
    void aMessageThatInflatesBeyondTheLimitIsTooLarge() {
        byte[] bomb = deflated(new byte[10 * 1024 * 1024]);
        byte[] oneTooMany = deflated(new byte[MOST_BYTES + 1]);

        assertThatThrownBy(() -> receive(OpCode.TEXT, true, true, java.util.Arrays.copyOf(bomb, MOST_BYTES - 1)))
                .isInstanceOf(MessageTooLargeException.class);
        assertThatThrownBy(() -> receive(OpCode.TEXT, true, true, oneTooMany))
                .isInstanceOf(MessageTooLargeException.class);
        assertThat(passed).isEmpty();
    }

    @Test
    void aMessageThatIsTooLargeInItsCompressedFormIsNotCollected() {
        receive(OpCode.TEXT, false, true, new byte[MOST_BYTES]);

        assertThatThrownBy(() -> receive(OpCode.CONTINUATION, false, false, "00"))
                .isInstanceOf(MessageTooLargeException.class);
    }

    @Test
    void whatIsNotDeflateIsABadPayload() {
        assertThatThrownBy(() -> receive(OpCode.TEXT, true, true, "07ffffff")).isInstanceOf(BadPayloadException.class);
    }

    @Test
    void rsv1IsForTheFirstFrameOfAMessageOnly() {
        assertThatThrownBy(() -> receive(OpCode.PING, true, true, "")).isInstanceOf(ProtocolException.class);
        receive(OpCode.TEXT, false, true, "f248cd");
        assertThatThrownBy(() -> receive(OpCode.CONTINUATION, true, true, "c9c90700"))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aMessageCannotBeginWithinAnother() {
        receive(OpCode.TEXT, false, true, "f248cd");

        assertThatThrownBy(() -> receive(OpCode.TEXT, true, false, "48")).isInstanceOf(ProtocolException.class);
    }
}
