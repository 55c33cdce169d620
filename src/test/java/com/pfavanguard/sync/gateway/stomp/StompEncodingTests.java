package com.pfavanguard.sync.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.TextFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(new StompEncoding(ORGANIZATION, "sub-0", true).encode("e:1", JSON))
                .isEqualTo(frame.put(message).array());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 99, 100, 999, 1_000, 65_536, 1_234_567})
    void theLengthInTheFrameIsThatOfTheBody(int length) {
        StompEncoding encoding = new StompEncoding(ORGANIZATION, "sub-0", true);

        byte[] frame = encoding.encode("e:1", new byte[length]);

        assertThat(encoding.length("e:1", new byte[length])).isEqualTo(frame.length);
        assertThat(new String(frame, StandardCharsets.ISO_8859_1)).contains("\ncontent-length:" + length + "\n\n");
    }

    @Test
    void aSubscriptionIdCannotAddHeaders() {
        assertThat(frame(new StompEncoding(ORGANIZATION, "a\nevil:1", true))).contains("subscription:a\\nevil\\c1\n");
    }

    @Test
    void stompOneDotZeroKnowsNoEscapesAndNeedsNoId() {
        assertThat(frame(new StompEncoding(ORGANIZATION, null, false)))
                .doesNotContain("subscription")
                .contains("message-id:e:1\n");
    }

    @Test
    void equalSubscriptionsShareTheirFrames() {
        assertThat(new StompEncoding(ORGANIZATION, "sub-0", true))
                .isEqualTo(new StompEncoding(ORGANIZATION, "sub-0", true))
                .hasSameHashCodeAs(new StompEncoding(ORGANIZATION, "sub-0", true))
                .isNotEqualTo(new StompEncoding(ORGANIZATION, "sub-1", true))
                .isNotEqualTo(new StompEncoding(new OrganizationId("org-oslo"), "sub-0", true));
    }
}
