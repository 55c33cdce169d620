package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetryDelaysTests {

    private static final WorkerProperties.Retry SETTINGS =
            new WorkerProperties.Retry(3, Duration.ofSeconds(5), Duration.ofSeconds(60), 10);

    private static Duration delay(double chance, int retriesUsed) {
        return new RetryDelays(SETTINGS, () -> chance).delay(retriesUsed, Optional.empty());
    }

    private static Duration delayAskedFor(Duration asked) {
        return new RetryDelays(SETTINGS, () -> 0.5).delay(0, Optional.of(asked));
    }

    @Test
    void isSetLikeThatUnlessToldOtherwise() {
        WorkerProperties byDefault =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("sync.worker", WorkerProperties.class);

        assertThat(byDefault.retry()).isEqualTo(SETTINGS);
    }

    @Test
    void waitsFiveTenAndTwentySeconds() {
        assertThat(delay(0.5, 0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(delay(0.5, 1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(delay(0.5, 2)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void staysWithinTenPercentOfThat() {
        assertThat(delay(0, 0)).isEqualTo(Duration.ofMillis(4_500));
        assertThat(delay(1, 0)).isEqualTo(Duration.ofMillis(5_500));
    }

    @Test
    void neverWaitsLongerThanAMinute() {
        assertThat(delay(1, 10)).isEqualTo(Duration.ofSeconds(60));
        assertThat(delay(1, Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
        assertThat(delayAskedFor(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void waitsAtLeastAsLongAsPemsAsksFor() {
        assertThat(delayAskedFor(Duration.ofSeconds(17))).isEqualTo(Duration.ofSeconds(17));
        assertThat(delayAskedFor(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void givesUpAfterThreeRetries() {
        RetryDelays schedule = new RetryDelays(SETTINGS, () -> 0.5);

        assertThat(schedule.mayRetryAfter(2)).isTrue();
        assertThat(schedule.mayRetryAfter(3)).isFalse();
    }

    @Test
    void aTimeInAMessageIsNotWaitedForLongerThanTheLongestDelay() {
        RetryDelays schedule = new RetryDelays(SETTINGS, () -> 0.5);
        Instant now = Instant.parse("2026-03-04T09:15:02.040Z");

        assertThat(schedule.left(Optional.of(now.plusSeconds(5)), now)).contains(Duration.ofSeconds(5));
        assertThat(schedule.left(Optional.of(now.plusSeconds(3_605)), now)).contains(Duration.ofSeconds(60));
        assertThat(schedule.left(Optional.of(now), now)).isEmpty();
        assertThat(schedule.left(Optional.empty(), now)).isEmpty();
    }
}
