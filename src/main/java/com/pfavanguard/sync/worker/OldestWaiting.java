package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.jms.JmsException;

/**
 * Tells how long the oldest edit in the write queue has waited, for metrics. Remembers the answer for some seconds, as it
 * takes the broker a dozen counts, and several Prometheus servers may ask. Safe for any thread.
 */
final class OldestWaiting {

    private static final long VALID_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double MILLIS = 1_000;

    private final Supplier<Optional<Duration>> oldest;
    private final LongSupplier nanoTime;
    private double seconds;
    private long askedAt;
    private boolean asked;

    /** @param oldest asks the broker; empty if no edit waits */
    OldestWaiting(Supplier<Optional<Duration>> oldest, LongSupplier nanoTime) {
        this.oldest = oldest;
        this.nanoTime = nanoTime;
    }

    /** 0 if no edit waits; NaN if the broker cannot be asked. */
    synchronized double seconds() {
        long now = nanoTime.getAsLong();
        if (!asked || now - askedAt > VALID_NANOS) {
            asked = true;
            askedAt = now;
            seconds = ask();
        }
        return seconds;
    }

    private double ask() {
        try {
            return oldest.get().map(Duration::toMillis).orElse(0L) / MILLIS;
        } catch (JmsException e) {
            return Double.NaN;
        }
    }
}
