package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** How long to wait before an attempt is made again (domain reference, 3.4). */
final class RetryDelays {

    private static final int MOST_DOUBLINGS = 20;

    private final WorkerProperties.Retry settings;
    private final ExponentialBackOff doubling;
    private final DoubleSupplier chance;

    /** @param chance gives numbers from 0 to 1, evenly */
    RetryDelays(WorkerProperties.Retry settings, DoubleSupplier chance) {
        this.settings = settings;
        this.chance = chance;
        doubling = new ExponentialBackOff(settings.delay().toMillis(), 2);
        doubling.setMaxInterval(settings.maxDelay().toMillis());
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
        double spread = settings.jitterPercent() / 100.0;
        double factor = 1 - spread + 2 * spread * chance.getAsDouble();
        Duration jittered = Duration.ofNanos((long) (doubled(retriesUsed).toNanos() * factor));
        return min(askedFor.filter(asked -> asked.compareTo(jittered) > 0).orElse(jittered));
    }

    private Duration doubled(int retriesUsed) {
        BackOffExecution delays = doubling.start();
        long delay = delays.nextBackOff();
        for (int retry = 0; retry < Math.min(retriesUsed, MOST_DOUBLINGS); retry++) {
            delay = delays.nextBackOff();
        }
        return Duration.ofMillis(delay);
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
