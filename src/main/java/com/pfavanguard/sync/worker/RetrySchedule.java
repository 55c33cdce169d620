package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** How long to wait before an attempt is made again (domain.md, "Retries"). */
final class RetrySchedule {

    private static final int MOST_DOUBLINGS = 20;

    private final WorkerProperties.Retry settings;
    private final DoubleSupplier chance;

    /** @param chance gives numbers from 0 to 1, evenly */
    RetrySchedule(WorkerProperties.Retry settings, DoubleSupplier chance) {
        this.settings = settings;
        this.chance = chance;
    }

    boolean mayRetryAfter(int retriesUsed) {
        return retriesUsed < settings.max();
    }

    /**
     * The wait before the next attempt.
     *
     * @param retriesUsed 0 after the first attempt
     * @param askedFor how long PEMS asked us to wait, if it did; never less than that, save for the longest wait of all
     */
    Duration delay(int retriesUsed, Optional<Duration> askedFor) {
        Duration doubled = settings.delay().multipliedBy(1L << Math.min(retriesUsed, MOST_DOUBLINGS));
        double spread = settings.jitterPercent() / 100.0;
        double factor = 1 - spread + 2 * spread * chance.getAsDouble();
        Duration jittered = Duration.ofNanos((long) (min(doubled).toNanos() * factor));
        return min(askedFor.filter(asked -> asked.compareTo(jittered) > 0).orElse(jittered));
    }

    /**
     * How long until the next attempt of an item whose message names its time. Never longer than the longest wait of
     * all, so that a clock set back, or wrong in the process that wrote it, holds nothing up.
     *
     * @return empty if the time has come
     */
    Optional<Duration> left(Optional<Instant> nextAttemptAt, Instant now) {
        return nextAttemptAt
                .map(next -> Duration.between(now, next))
                .filter(left -> !left.isNegative() && !left.isZero())
                .map(this::min);
    }

    private Duration min(Duration delay) {
        return delay.compareTo(settings.maxDelay()) < 0 ? delay : settings.maxDelay();
    }
}
