package com.pfavanguard.sync.observability;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a value for a short time, so that several readers cost as much as one. Readers that come while it is being read
 * wait for it and share it.
 */
final class Shared<T> {

    private final long nanos;
    private final LongSupplier clock;
    private final Supplier<T> source;
    private @Nullable T value;
    private long readAt;

    /** @param clock in nanoseconds, as {@link System#nanoTime()} */
    Shared(Duration time, LongSupplier clock, Supplier<T> source) {
        this.nanos = time.toNanos();
        this.clock = clock;
        this.source = source;
    }

    synchronized T get() {
        T kept = value;
        if (kept == null || clock.getAsLong() - readAt >= nanos) {
            kept = source.get();
            value = kept;
            readAt = clock.getAsLong();
        }
        return kept;
    }
}
