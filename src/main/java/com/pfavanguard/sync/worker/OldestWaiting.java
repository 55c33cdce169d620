package com.pfavanguard.sync.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.springframework.jms.JmsException;

/**
 * Estimates how long the oldest edit in the write queue has waited. The broker does not tell: the queue is ordered by
 * priority, and an edit may be anywhere in it. So this asks how many edits are older than certain ages, and halves the
 * interval a few times; the estimate is at most an eighth too small. Asks again after some seconds only. Safe for any
 * thread.
 */
final class OldestWaiting {

    private static final long VALID_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int HALVINGS = 3;

    private static final List<Duration> AGES = List.of(
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(8),
            Duration.ofDays(1),
            Duration.ofDays(4),
            Duration.ofDays(16),
            Duration.ofDays(64));

    private final ToLongFunction<Instant> queuedUntil;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private double seconds;
    private long askedAt;
    private boolean asked;

    /** @param queuedUntil counts the edits that were put into the queue at that moment or earlier, and wait */
    OldestWaiting(ToLongFunction<Instant> queuedUntil, Clock clock, LongSupplier nanoTime) {
        this.queuedUntil = queuedUntil;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** 0 if no edit waits; NaN if the broker cannot be asked. */
    synchronized double seconds() {
        long now = nanoTime.getAsLong();
        if (!asked || now - askedAt > VALID_NANOS) {
            asked = true;
            askedAt = now;
            try {
                seconds = ask() / 1000.0;
            } catch (JmsException e) {
                seconds = Double.NaN;
            }
        }
        return seconds;
    }

    private long ask() {
        Instant now = clock.instant();
        long sure = -1;
        long tooMuch = -1;
        for (Duration age : AGES) {
            if (!isAnyOlder(now, age.toMillis())) {
                tooMuch = age.toMillis();
                break;
            }
            sure = age.toMillis();
        }
        if (sure < 0) {
            return 0;
        }
        for (int i = 0; i < HALVINGS && tooMuch > 0; i++) {
            long middle = (sure + tooMuch) / 2;
            if (isAnyOlder(now, middle)) {
                sure = middle;
            } else {
                tooMuch = middle;
            }
        }
        return sure;
    }

    private boolean isAnyOlder(Instant now, long millis) {
        return queuedUntil.applyAsLong(now.minusMillis(millis)) > 0;
    }
}
