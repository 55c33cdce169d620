package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells how much of a waiting time is left. The time may be unlimited. */
public final class Deadline {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final long start = System.nanoTime();
    private final Duration time;

    /** @param time counted from now; {@code null} means unlimited */
    public Deadline(@Nullable Duration time) {
        this.time = time == null ? FOR_EVER : time;
    }

    public boolean isOver() {
        return remaining().isZero();
    }

    /** Returns the time left, never negative. */
    public Duration remaining() {
        Duration left = time.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the shorter of the time left and {@code duration}. */
    public Duration atMost(Duration duration) {
        Duration left = remaining();
        return left.compareTo(duration) < 0 ? left : duration;
    }
}
