package com.pfavanguard.sync.security.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LastMinuteTests {

    private Instant now = Instant.parse("2026-03-04T03:00:00Z");

    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final LastMinute counted = new LastMinute(clock);

    private void add(int times) {
        for (int i = 0; i < times; i++) {
            counted.add();
        }
    }

    @Test
    void countsWhatHappenedWithinSixtySeconds() {
        add(2);
        now = now.plusSeconds(59);
        add(3);
        assertThat(counted.count()).isEqualTo(5);

        now = now.plusSeconds(1);
        assertThat(counted.count()).isEqualTo(3);

        now = now.plusSeconds(59);
        assertThat(counted.count()).isZero();
    }

    @Test
    void aSecondOfAnEarlierMinuteDoesNotCountAgain() {
        add(7);
        now = now.plusSeconds(120);
        add(1);

        assertThat(counted.count()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackDoesNotBringTheFuture() {
        add(7);
        now = now.minusSeconds(30);

        assertThat(counted.count()).isZero();
    }
}
