package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinkMarkersTests {

    private final LinkMarkers markers = new LinkMarkers();

    private BrokerFrame sent() {
        String frame = markers.frame();
        byte[] headers = frame.substring(frame.indexOf('\n') + 1, frame.indexOf("\n\n") + 1)
                .getBytes(StandardCharsets.UTF_8);
        return new BrokerFrame(
                "MESSAGE", new BrokerHeaders(headers, 0, headers.length), new byte[0], BrokerFrame.Fault.NONE);
    }

    @Test
    void allThatWantAMarkerAtTheSameTimeShareOne() {
        long since = System.nanoTime();

        assertThat(markers.mayAnswer(since)).isTrue();
        assertThat(markers.mayAnswer(since)).as("one is under way").isFalse();
        BrokerFrame marker = sent();
        assertThat(markers.mayAnswer(System.nanoTime())).as("one is under way").isFalse();

        markers.returned(marker);

        assertThat(markers.mayAnswer(since)).as("this one answers").isFalse();
        assertThat(markers.mayAnswer(System.nanoTime())).isTrue();
    }

    @Test
    void aClientThatMakesUpPositionsCannotFillTheHistoryWithMarkers() {
        int sent = 0;
        for (int i = 0; i < 1_000; i++) {
            if (markers.mayAnswer(System.nanoTime())) {
                sent++;
                markers.returned(sent());
            }
        }

        assertThat(sent).isBetween(3, 20);
    }
}
