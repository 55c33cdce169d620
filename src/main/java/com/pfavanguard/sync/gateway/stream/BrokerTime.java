package com.pfavanguard.sync.gateway.stream;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Estimates the broker's time from the stamps on this process's own messages (decision 0030). The past is judged by
 * it alone, so this machine's clock may be wrong, or be set, without harm: between two stamps the time advances by
 * {@link System#nanoTime}. Before the first stamp it is the time of this machine's clock. Safe for any thread.
 */
public final class BrokerTime {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock ownClock;
    private final LongSupplier nanos;

    /** The broker's time minus monotonic time. Written under this object's lock. */
    private volatile long offset;

    private boolean learnt;

    /** The latest time returned; no earlier one is returned after it. */
    private long latest;

    /** @param nanos monotonic time, as {@link System#nanoTime} */
    public BrokerTime(Clock ownClock, LongSupplier nanos) {
        this.ownClock = ownClock;
        this.nanos = nanos;
        this.offset = ownClock.millis() - monotonic();
    }

    /** Monotonic nanoseconds, as {@link System#nanoTime}. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** Monotonic milliseconds, for durations; not affected when a clock is set. */
    long monotonic() {
        return toMillis(nanos());
    }

    // TimeUnit.toMillis divides by a field, not by a constant, which is slower; this is called for every event.
    private static long toMillis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    /**
     * The broker's time in milliseconds since 1970. Never goes back, even if the broker's clock does: a moment that a
     * client was given stays before all that comes later.
     */
    public synchronized long millis() {
        long now = monotonic() + offset;
        if (!learnt) {
            return now;
        }
        latest = Math.max(latest, now);
        return latest;
    }

    /**
     * The time at a moment by {@link #nanos}. Like {@link #millis} but without a lock; for metrics, since it may go
     * back when the broker's clock does.
     */
    long estimate(long moment) {
        return toMillis(moment) + offset;
    }

    /**
     * Learns from a message of this process that has just come back from the broker. The broker stamped it on the
     * way, so the broker's time is now at least the stamp, and at most the stamp plus the time that the message was
     * under way.
     *
     * @param stamp when the broker took it, milliseconds since 1970
     * @param sentAt {@link System#nanoTime} when it was sent
     */
    public synchronized void learn(long stamp, long sentAt) {
        long earliest = stamp - monotonic();
        long last = stamp - toMillis(sentAt);
        offset = Math.max(earliest, Math.min(last, offset));
        learnt = true;
    }

    /** How many milliseconds this machine's clock is ahead of the broker's; negative if it is behind. */
    public synchronized long ownClockAhead() {
        return ownClock.millis() - (monotonic() + offset);
    }
}
