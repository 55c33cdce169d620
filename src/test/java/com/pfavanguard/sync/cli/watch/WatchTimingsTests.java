package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.util.backoff.BackOffExecution;

/** The pauses are random, so each test holds for every random number. */
class WatchTimingsTests {

    @RepeatedTest(100)
    void pausesDoubleUpToHalfAMinute() {
        List<Long> pauses = pauses(8);

        // Half of 1, 2, 4, 8, 16 and 30 s more or less, but never below 1 s or above 30 s.
        assertThat(pauses.get(0)).isBetween(1_000L, 1_500L);
        assertThat(pauses.get(1)).isBetween(1_000L, 3_000L);
        assertThat(pauses.get(2)).isBetween(2_000L, 6_000L);
        assertThat(pauses.get(3)).isBetween(4_000L, 12_000L);
        assertThat(pauses.get(4)).isBetween(8_000L, 24_000L);
        assertThat(pauses.subList(5, 8)).allSatisfy(pause -> assertThat(pause).isBetween(15_000L, 30_000L));
    }

    @Test
    void chanceTakesOffHalfAtMost() {
        assertThat(pauses(10_000).subList(5, 10_000))
                .allSatisfy(pause -> assertThat(pause).isBetween(15_000L, 30_000L))
                .anySatisfy(pause -> assertThat(pause).isLessThan(20_000L));
    }

    @Test
    void pausesDifferFromClientToClient() {
        assertThat(pauses(20)).isNotEqualTo(pauses(20));
    }

    @Test
    void attemptsHaveNoEnd() {
        assertThat(pauses(10_000)).doesNotContain(BackOffExecution.STOP);
    }

    private static List<Long> pauses(int count) {
        BackOffExecution pauses = WatchTimings.DEFAULTS.backOff().start();
        return LongStream.generate(pauses::nextBackOff).limit(count).boxed().toList();
    }
}
