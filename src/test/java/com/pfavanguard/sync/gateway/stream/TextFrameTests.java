package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFrameTests {

    /** Read back as RFC 6455 section 5.2 says. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
    void lengthsAreWrittenInAsFewBytesAsTheyNeed(int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 'x');
        ByteBuffer frame = ByteBuffer.allocate(TextFrame.length(length));

        TextFrame.begin(frame, length);
        frame.put(message);

        assertThat(frame.hasRemaining()).isFalse();
        ByteBuffer read = frame.flip();
        assertThat(read.get()).isEqualTo((byte) 0x81);
        int announced = read.get();
        if (length < 126) {
            assertThat(announced).isEqualTo(length);
        } else if (length < 65_536) {
            assertThat(announced).isEqualTo(126);
            assertThat(read.getShort() & 0xffff).isEqualTo(length);
        } else {
            assertThat(announced).isEqualTo(127);
            assertThat(read.getLong()).isEqualTo(length);
        }
        byte[] rest = new byte[read.remaining()];
        read.get(rest);
        assertThat(rest).isEqualTo(message);
    }
}
