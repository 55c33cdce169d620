package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Computes the wait before the next attempt: doubled each time, with jitter (domain.md, "Retries"). */
final class RetryDelays {

    private static final int MOST_DOUBLINGS = 20;

    private final WorkerProperties.Retry settings;
    private final ExponentialBackOff doubling;
    private final DoubleSupplier chance;

    /** @param chance returns uniform random numbers from 0 to 1 */
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
     * @param askedFor the wait PEMS asked for (Retry-After), if any; a lower bound, up to the longest delay
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
     * How long until the next attempt of an item whose message names its time. Never longer than the longest delay, so
     * that a wrong clock, here or in the process that wrote the message, holds nothing up.
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
