package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.CompressionProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class MessageCompressorTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MessageCompressor compressor =
            new MessageCompressor(new CompressionProperties(true, DataSize.ofKilobytes(1)), meters);

    private static byte[] text(int length) {
        return "{\"pfaId\":\"PFA-70412\"},"
                .repeat(length / 22 + 1)
                .substring(0, length)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1025, 65_536, 1_000_000})
    void whatItCompressesInflatesAsTheStandardSays(int length) throws Exception {
        byte[] json = text(length);

        byte[] deflated = compressor.deflate(json);

        Inflater inflater = new Inflater(true);
        byte[] input = Arrays.copyOf(deflated, deflated.length + 4);
        input[input.length - 2] = -1;
        input[input.length - 1] = -1;
        inflater.setInput(input);
        byte[] inflated = new byte[length + 1];
        assertThat(inflater.inflate(inflated)).isEqualTo(length);
        assertThat(Arrays.copyOf(inflated, length)).isEqualTo(json);
        assertThat(inflater.getRemaining()).isZero();
        assertThat(compressor.deflate(json)).isEqualTo(deflated);
        assertThat(meters.counter("sync.gateway.compression.messages").count()).isEqualTo(2);
        assertThat(meters.counter("sync.gateway.compression.saved").count()).isEqualTo(2 * (length - deflated.length));
    }

    @Test
    void leavesSmallAndDenseMessagesAsTheyAre() {
        byte[] random = new byte[4_096];
        new Random(1).nextBytes(random);

        assertThat(compressor.deflate(text(1023))).isNull();
        assertThat(compressor.deflate(random)).isNull();
        assertThat(meters.counter("sync.gateway.compression.messages").count()).isZero();
    }

    @Test
    void compressesNothingWhenSwitchedOff() {
        MessageCompressor off =
                new MessageCompressor(new CompressionProperties(false, DataSize.ofKilobytes(1)), meters);

        assertThat(off.deflate(text(2_000))).isNull();
    }
}
