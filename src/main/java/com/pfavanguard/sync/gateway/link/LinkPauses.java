package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.NoBrokerException;
import com.pfavanguard.sync.vital.Pauses;
import java.time.Duration;

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

    private static final Duration JITTER = FIRST.dividedBy(2);

    // A broker that refuses the login logs it each time; one that accepts the link and drops it sends the history.
    private final Pauses afterAnswer = new Pauses(FIRST, LONGEST, JITTER);
    private final Pauses withoutBroker = new Pauses(FIRST, LONGEST_WITHOUT_BROKER, JITTER);

    /** Begins anew with the shortest pause. */
    void reset() {
        afterAnswer.reset();
        withoutBroker.reset();
    }

    /** Returns the next pause in milliseconds. */
    long after(Throwable failure) {
        Pauses pauses = isWithoutBroker(failure) ? withoutBroker : afterAnswer;
        return pauses.next().toMillis();
    }

    private static boolean isWithoutBroker(Throwable failure) {
        return failure instanceof NoBrokerException none
                && none.failures().stream().noneMatch(LoginRefusedException.class::isInstance);
    }
}
