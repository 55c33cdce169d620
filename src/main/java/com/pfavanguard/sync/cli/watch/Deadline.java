package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A moment after which nobody waits any more, or never. */
public final class Deadline {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final long start = System.nanoTime();
    private final Duration time;

    /** @param time from now on; {@code null} is for ever */
    public Deadline(@Nullable Duration time) {
        this.time = time == null ? FOR_EVER : time;
    }

    public boolean isOver() {
        return remaining().isZero();
    }

    /** What is left, never negative. */
    public Duration remaining() {
        Duration left = time.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The shorter of what is left and {@code duration}. */
    public Duration atMost(Duration duration) {
        Duration left = remaining();
        return left.compareTo(duration) < 0 ? left : duration;
    }
}
