package com.pfavanguard.sync.security.audit;

import java.time.Clock;

/** Counts what happened within the last 60 seconds, to the second. Not safe for several threads. */
final class LastMinute {

    private static final int SECONDS = 60;

    private final Clock clock;
    private final long[] counts = new long[SECONDS];
    // The second whose count a slot holds: a slot of an earlier minute does not count.
    private final long[] seconds = new long[SECONDS];

    LastMinute(Clock clock) {
        this.clock = clock;
    }

    void add() {
        long second = clock.instant().getEpochSecond();
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            counts[slot] = 0;
        }
        counts[slot]++;
    }

    long count() {
        long now = clock.instant().getEpochSecond();
        long sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            long age = now - seconds[slot];
            sum += age >= 0 && age < SECONDS ? counts[slot] : 0;
        }
        return sum;
    }
}
