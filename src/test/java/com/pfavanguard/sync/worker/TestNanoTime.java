package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A monotonic clock that moves when it is told to. Begins shortly before its numbers turn negative. */
final class TestNanoTime implements LongSupplier {

    private long now = Long.MAX_VALUE - Duration.ofMillis(500).toNanos();

    void advance(Duration duration) {
        now += duration.toNanos();
    }

    @Override
    public long getAsLong() {
        return now;
    }
}
