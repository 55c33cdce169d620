package com.pfavanguard.sync.web;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an answer for a short time, so that several readers (administrators' pages, Prometheus servers) cost the broker
 * as much as one. Readers that come while it is asked for wait and share it. Safe for any thread.
 */
public final class SharedAnswer<T> {

    private final long nanos;
    private final LongSupplier nanoTime;
    private final Supplier<T> source;
    private @Nullable T answer;
    private long askedAt;

    /** @param source asked again by the first reader after this time */
    public SharedAnswer(Duration time, Supplier<T> source) {
        this(time, System::nanoTime, source);
    }

    SharedAnswer(Duration time, LongSupplier nanoTime, Supplier<T> source) {
        this.nanos = time.toNanos();
        this.nanoTime = nanoTime;
        this.source = source;
    }

    public synchronized T get() {
        T kept = answer;
        if (kept == null || nanoTime.getAsLong() - askedAt >= nanos) {
            kept = source.get();
            answer = kept;
            askedAt = nanoTime.getAsLong();
        }
        return kept;
    }
}
