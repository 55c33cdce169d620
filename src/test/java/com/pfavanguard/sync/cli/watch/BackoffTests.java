package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private static final RandomGenerator LONGEST = always(Math.nextDown(1.0));
    private static final RandomGenerator SHORTEST = always(0);

    @Test
    void pausesDoubleUpToHalfAMinute() {
        assertThat(pauses(new Backoff(WatchTimings.DEFAULTS, LONGEST), 8))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void chanceTakesOffHalfAtMost() {
        Backoff backoff = new Backoff(WatchTimings.DEFAULTS, SHORTEST);

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void pausesDifferFromClientToClient() {
        assertThat(new Backoff(WatchTimings.DEFAULTS, new Random(1)).next())
                .isNotEqualTo(new Backoff(WatchTimings.DEFAULTS, new Random(2)).next());
    }

    @Test
    void aGreetingStartsThemAnew() {
        Backoff backoff = new Backoff(WatchTimings.DEFAULTS, LONGEST);
        pauses(backoff, 4);

        backoff.reset();

        assertThat(pauses(backoff, 2)).containsExactly(1L, 2L);
    }

    @Test
    void attemptsHaveNoEnd() {
        Backoff backoff = new Backoff(WatchTimings.DEFAULTS, LONGEST);

        assertThat(pauses(backoff, 10_000)).last().isEqualTo(30L);
    }

    private static List<Long> pauses(Backoff backoff, int count) {
        return Stream.generate(backoff::next)
                .limit(count)
                .map(pause -> Math.round(pause.toMillis() / 1000.0))
                .toList();
    }

    private static RandomGenerator always(double number) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return number;
            }
        };
    }
}
