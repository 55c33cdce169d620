package com.pfavanguard.sync.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramesTests {

    private final List<String> frames = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536})
    void readsEachLength(int length) {
        byte[] frame = server(WebSocketFrames.TEXT, length);

        assertThat(read(frame, frame.length)).isEqualTo(frame.length);
        assertThat(frames).containsExactly(WebSocketFrames.TEXT + ":" + length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
    void leavesAnIncompleteFrameWhereItIs(int length) {
        byte[] frame = server(WebSocketFrames.BINARY, length);

        for (int cut : new int[] {0, 1, Math.min(3, frame.length - 1), frame.length - 1}) {
            assertThat(read(frame, cut)).as("first %d bytes", cut).isZero();
        }
        assertThat(frames).isEmpty();
    }

    @Test
    void readsSeveralAndStopsBeforeTheLast() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(server(WebSocketFrames.TEXT, 3));
        bytes.writeBytes(server(WebSocketFrames.PING, 0));
        int complete = bytes.size();
        bytes.writeBytes(server(WebSocketFrames.TEXT, 200));

        assertThat(read(bytes.toByteArray(), bytes.size() - 1)).isEqualTo(complete);
        assertThat(frames).containsExactly("1:3", "9:0");
    }

    @Test
    void refusesAMessageInPieces() {
        byte[] frame = server(WebSocketFrames.TEXT, 3);
        frame[0] &= 0x7F;

        assertThatIllegalStateException().isThrownBy(() -> read(frame, frame.length));
    }

    @Test
    void clientsMaskWithZeros() {
        byte[] content = {1, 2, 3, 4, 5};

        assertThat(WebSocketFrames.fromClient(WebSocketFrames.PONG, content, 1, 4))
                .containsExactly(0x8A, 0x83, 0, 0, 0, 0, 2, 3, 4);
    }

    private int read(byte[] data, int to) {
        return WebSocketFrames.read(data, 0, to, (opcode, all, from, end) -> frames.add(opcode + ":" + (end - from)));
    }

    private static byte[] server(int opcode, int length) {
        return WebSocketFrames.fromServer(opcode, new byte[length], 0, length);
    }
}
