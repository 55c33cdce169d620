package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.NoBrokerException;
import java.time.Duration;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Chooses how long the link waits before it connects again: longer after each failure, and a little shorter or longer by
 * chance, so that many gateways do not all come back in the same instant. For one thread.
 */
final class LinkPauses {

    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration FIRST = Duration.ofMillis(100);

    // A backup that takes over is noticed this much later at most. A refused connection costs a machine next to
    // nothing.
    private static final Duration LONGEST_WITHOUT_BROKER = Duration.ofSeconds(1);

    // A broker that refuses the login logs it each time; one that accepts the link and drops it sends the history.
    private final ExponentialBackOff afterAnswer = backOff(LONGEST);
    private final ExponentialBackOff withoutBroker = backOff(LONGEST_WITHOUT_BROKER);

    private BackOffExecution next = afterAnswer.start();
    private BackOffExecution nextWithoutBroker = withoutBroker.start();

    private static ExponentialBackOff backOff(Duration longest) {
        ExponentialBackOff backOff = new ExponentialBackOff(FIRST.toMillis(), 2);
        backOff.setMaxInterval(longest.toMillis());
        backOff.setJitter(FIRST.toMillis() / 2);
        return backOff;
    }

    /** Begins anew with the shortest pause. */
    void reset() {
        next = afterAnswer.start();
        nextWithoutBroker = withoutBroker.start();
    }

    /** Returns the next pause in milliseconds. */
    long after(Throwable failure) {
        return isWithoutBroker(failure) ? nextWithoutBroker.nextBackOff() : next.nextBackOff();
    }

    private static boolean isWithoutBroker(Throwable failure) {
        return failure instanceof NoBrokerException none
                && none.failures().stream().noneMatch(LoginRefusedException.class::isInstance);
    }
}
