package com.pfavanguard.sync.gateway.stream;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The broker's clock, as exactly as the answers to this process's own messages tell it. The past is judged by it alone, so
 * that this machine's clock may be wrong, or be set, without any harm: between two answers the time goes on by
 * {@link System#nanoTime}. Safe for any thread.
 *
 * <p>Until the first answer this machine's clock has to do.
 */
public final class BrokerTime {

    private final Clock ownClock;
    private final LongSupplier nanos;

    /** The broker's time less the monotonic one. */
    private long offset;

    private boolean answered;

    /** The latest time told; none earlier is told after it. */
    private long latest;

    /** @param nanos monotonic time, as {@link System#nanoTime} */
    public BrokerTime(Clock ownClock, LongSupplier nanos) {
        this.ownClock = ownClock;
        this.nanos = nanos;
        this.offset = ownClock.millis() - monotonic();
    }

    /** For durations: milliseconds that no setting of a clock changes. */
    long monotonic() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    /**
     * The broker's time in milliseconds since 1970. Never goes back, even if the broker's clock does: a moment that was
     * given to a client stays before all that comes later.
     */
    public synchronized long millis() {
        long now = monotonic() + offset;
        if (!answered) {
            return now;
        }
        latest = Math.max(latest, now);
        return latest;
    }

    /**
     * Learns from a message of our own that has just come back. The stamp was set in between, so the broker's time now is
     * at least that of the stamp, and at most as much later as the message was under way.
     *
     * @param stamp when the broker took it, milliseconds since 1970
     * @param sentAt when it was sent, of {@link System#nanoTime}
     */
    public synchronized void learn(long stamp, long sentAt) {
        long earliest = stamp - monotonic();
        long last = stamp - TimeUnit.NANOSECONDS.toMillis(sentAt);
        offset = Math.max(earliest, Math.min(last, offset));
        answered = true;
    }

    /** By how many milliseconds this machine's clock is ahead of the broker's; negative if it is behind. */
    public synchronized long ownClockAhead() {
        return ownClock.millis() - (monotonic() + offset);
    }
}
