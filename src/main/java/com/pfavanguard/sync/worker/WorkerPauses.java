package com.pfavanguard.sync.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsSecurityException;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Chooses how long the worker waits before it starts again after a failure of the broker: longer after each failure,
 * and a little shorter or longer by chance. For one thread.
 */
final class WorkerPauses {

    static final Duration FIRST = Duration.ofMillis(500);

    // Each start uses up a delivery of every item taken, and a broker logs each login that it refuses. So a broker in
    // lasting trouble must not be tried often.
    static final Duration LONGEST = Duration.ofSeconds(30);

    // Looking for a broker takes no item and costs no one anything.
    static final Duration LONGEST_WITHOUT_BROKER = Duration.ofSeconds(2);

    // After so much work the broker's last failure is over.
    private static final Duration RESET_AFTER = LONGEST.multipliedBy(2);

    private final ExponentialBackOff afterAnswer = backOff(LONGEST);
    private final ExponentialBackOff withoutBroker = backOff(LONGEST_WITHOUT_BROKER);

    private BackOffExecution next = afterAnswer.start();
    private BackOffExecution nextWithoutBroker = withoutBroker.start();

    private static ExponentialBackOff backOff(Duration longest) {
        ExponentialBackOff backOff = new ExponentialBackOff(FIRST.toMillis(), 2);
        backOff.setMaxInterval(longest.toMillis());
        backOff.setJitter(FIRST.toMillis() / 4);
        return backOff;
    }

    /** The pause after the broker was not found. */
    Duration withoutBroker(@Nullable RuntimeException failure) {
        if (failure instanceof JmsSecurityException) {
            return Duration.ofMillis(next.nextBackOff());
        }
        return Duration.ofMillis(nextWithoutBroker.nextBackOff());
    }

    /** The pause after the worker had begun to work. */
    Duration afterWork(Duration lasted) {
        nextWithoutBroker = withoutBroker.start();
        if (lasted.compareTo(RESET_AFTER) > 0) {
            next = afterAnswer.start();
        }
        return Duration.ofMillis(next.nextBackOff());
    }
}
