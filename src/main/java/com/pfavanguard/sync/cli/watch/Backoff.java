package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts to come back: doubling up to a longest one, each cut by up to a half at random, so that
 * clients cut off together do not come back together.
 */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration ceiling;

    Backoff(WatchTimings timings, RandomGenerator random) {
        first = timings.firstPause();
        longest = timings.longestPause();
        this.random = random;
        ceiling = first;
    }

    Duration next() {
        Duration pause = Duration.ofNanos((long) (ceiling.toNanos() * (0.5 + random.nextDouble() / 2)));
        Duration doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause;
    }

    /** The gateway has greeted us: the next loss starts from the first pause again. */
    void reset() {
        ceiling = first;
    }
}
