package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.vital.Pauses;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsSecurityException;

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

    private static final Duration JITTER = FIRST.dividedBy(4);

    private final Pauses afterAnswer = new Pauses(FIRST, LONGEST, JITTER);
    private final Pauses withoutBroker = new Pauses(FIRST, LONGEST_WITHOUT_BROKER, JITTER);

    /** The pause after the broker was not found. */
    Duration withoutBroker(@Nullable RuntimeException failure) {
        return failure instanceof JmsSecurityException ? afterAnswer.next() : withoutBroker.next();
    }

    /** The pause after the worker had begun to work. */
    Duration afterWork(Duration lasted) {
        withoutBroker.reset();
        if (lasted.compareTo(RESET_AFTER) > 0) {
            afterAnswer.reset();
        }
        return afterAnswer.next();
    }
}
