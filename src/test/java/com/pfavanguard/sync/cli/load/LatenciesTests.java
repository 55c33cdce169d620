package com.pfavanguard.sync.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTests {

    private static final long MS = 1_000_000;
    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

    private final Latencies latencies = new Latencies();

    @Test
    void percentilesOfAThousandDifferentOnes() {
        for (int i = 1; i <= 1_000; i++) {
            latencies.add(i * MS);
        }

        assertThat(latencies.percentileMs(50)).isCloseTo(500, ONE_PERCENT);
        assertThat(latencies.percentileMs(99)).isCloseTo(990, ONE_PERCENT);
        assertThat(latencies.percentileMs(0)).isCloseTo(1, ONE_PERCENT);
        assertThat(latencies.percentileMs(100)).isCloseTo(1_000, ONE_PERCENT);
        assertThat(latencies.highestMs()).isEqualTo(1_000);
    }

    @Test
    void oneSlowOneOfAHundredAndOneIsTheHundredthPercentileOnly() {
        for (int i = 0; i < 100; i++) {
            latencies.add(MS);
        }
        latencies.add(1_000 * MS);

        assertThat(latencies.percentileMs(99)).isCloseTo(1, ONE_PERCENT);
        assertThat(latencies.percentileMs(100)).isCloseTo(1_000, ONE_PERCENT);
    }

    @Test
    void isNeverOffByMoreThanOnePercentNorAboveTheHighest() {
        for (long nanos = 1; nanos < Long.MAX_VALUE / 3; nanos += nanos / 3 + 1) {
            Latencies one = new Latencies();
            one.add(nanos);
            assertThat(one.percentileMs(50) * MS).isCloseTo(nanos, ONE_PERCENT).isLessThanOrEqualTo(nanos);
        }
    }

    @Test
    void clocksThatDisagreeAreNoNegativeTime() {
        latencies.add(-5);

        assertThat(latencies.percentileMs(50)).isCloseTo(0, within(0.0));
    }

    @Test
    void nothingHasNoPercentile() {
        assertThat(latencies.percentileMs(50)).isNaN();
        assertThat(latencies.highestMs()).isNaN();
    }
}
