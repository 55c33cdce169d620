package com.pfavanguard.sync.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.gateway.stream.TextFrame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class StompEncodingTests {

    private static final OrganizationId ORGANIZATION = new OrganizationId("org-rio");
    private static final byte[] JSON = "{\"error\":\"größer\"}".getBytes(StandardCharsets.UTF_8);

    private static String frame(StompEncoding encoding) {
        return new String(encoding.encode("e:1", JSON), StandardCharsets.UTF_8);
    }

    @Test
    void aFrameHoldsTheAllowedHeadersAndTheLengthInBytes() {
        String expected = "MESSAGE\nsubscription:sub-0\ndestination:/topic/sync.org-rio\n"
                + "content-type:application/json\nmessage-id:e\\c1\ncontent-length:20\n\n"
                + "{\"error\":\"größer\"}\0";

        byte[] message = expected.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(TextFrame.length(message.length));
        TextFrame.begin(frame, message.length);
        assertThat(new StompEncoding(ORGANIZATION, "sub-0", true, null).encode("e:1", JSON))
                .isEqualTo(frame.put(message).array());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 99, 100, 999, 1_000, 65_536, 1_234_567})
    void theLengthInTheFrameIsThatOfTheBody(int length) {
        StompEncoding encoding = new StompEncoding(ORGANIZATION, "sub-0", true, null);

        byte[] frame = encoding.encode("e:1", new byte[length]);

        assertThat(encoding.length("e:1", new byte[length], null)).isEqualTo(frame.length);
        assertThat(new String(frame, StandardCharsets.ISO_8859_1)).contains("\ncontent-length:" + length + "\n\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_024, 70_000, 1_234_567})
    void aCompressedMessageIsTheSameOnceItIsInflated(int length) throws Exception {
        MessageCompressor compressor = new MessageCompressor(
                new CompressionProperties(true, DataSize.ofKilobytes(1)), new SimpleMeterRegistry());
        byte[] json = "0123456789".repeat(length / 10 + 1).substring(0, length).getBytes(StandardCharsets.UTF_8);
        byte[] plain = new StompEncoding(ORGANIZATION, "sub-0", true, null).encode("e:1", json);

        byte[] frame = new StompEncoding(ORGANIZATION, "sub-0", true, compressor).encode("e:1", json);

        assertThat(frame[0]).isEqualTo((byte) 0xc1);
        assertThat(frame.length).isLessThan(length / 2);
        Inflater inflater = new Inflater(true);
        inflater.setInput(Arrays.copyOfRange(frame, headerLength(frame), frame.length));
        byte[] message = new byte[length + 1_000];
        int inflated = inflater.inflate(message);
        inflater.setInput(new byte[] {0, 0, -1, -1});
        inflated += inflater.inflate(message, inflated, message.length - inflated);
        assertThat(Arrays.copyOf(message, inflated))
                .isEqualTo(Arrays.copyOfRange(plain, headerLength(plain), plain.length));
        assertThat(inflater.getRemaining()).isZero();
        assertThat(new StompEncoding(ORGANIZATION, "sub-0", true, compressor).encode("e:1", JSON)[0])
                .isEqualTo((byte) 0x81);
    }

    private static int headerLength(byte[] frame) {
        return switch (frame[1]) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    @Test
    void aSubscriptionIdCannotAddHeaders() {
        assertThat(frame(new StompEncoding(ORGANIZATION, "a\nevil:1", true, null)))
                .contains("subscription:a\\nevil\\c1\n");
    }

    @Test
    void stompOneDotZeroKnowsNoEscapesAndNeedsNoId() {
        assertThat(frame(new StompEncoding(ORGANIZATION, null, false, null)))
                .doesNotContain("subscription")
                .contains("message-id:e:1\n");
    }

    @Test
    void equalSubscriptionsShareTheirFrames() {
        assertThat(new StompEncoding(ORGANIZATION, "sub-0", true, null))
                .isEqualTo(new StompEncoding(ORGANIZATION, "sub-0", true, null))
                .hasSameHashCodeAs(new StompEncoding(ORGANIZATION, "sub-0", true, null))
                .isNotEqualTo(new StompEncoding(ORGANIZATION, "sub-1", true, null))
                .isNotEqualTo(new StompEncoding(new OrganizationId("org-oslo"), "sub-0", true, null));
    }
}
