package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LinkMarkersTests {

    private final LinkMarkers markers = new LinkMarkers();

    private BrokerFrame sent() {
        return sent(markers);
    }

    private static BrokerFrame sent(LinkMarkers markers) {
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

    /** Each wants a marker all the time, as if every organization had a few clients that make positions up. */
    @Test
    void amongManyThatMakePositionsUpNoClientWaitsForLong() {
        AtomicLong now = new AtomicLong();
        LinkMarkers link = new LinkMarkers(now::get);
        long minutes = 10;
        int sent = 0;
        long longestWait = 0;
        long waitsSince = 0;
        for (long millis = 0; millis < TimeUnit.MINUTES.toMillis(minutes); millis++) {
            now.set(TimeUnit.MILLISECONDS.toNanos(millis));
            if (link.mayAnswer(now.get())) {
                sent++;
                longestWait = Math.max(longestWait, millis - waitsSince);
                // Whoever comes after this marker has to wait for the next.
                waitsSince = millis;
                link.returned(sent(link));
            }
        }

        assertThat(longestWait).isLessThanOrEqualTo(LinkMarkers.ONE_WANTED_EVERY.toMillis());
        assertThat(sent).as("places in the history").isLessThan((int) (minutes * 60 / 2 + 60));
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
