package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.messaging.Selector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Finds out how long the oldest waiting edit has waited since it was queued or last tried. The broker knows messages by
 * priority and not by age, so this asks it how many are older than a moment, and halves the span some times: to within 2
 * percent. Not thread-safe.
 */
final class WaitingTime {

    // Each question makes the broker look at its queue.
    private static final int QUESTIONS = 10;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final ToLongFunction<Selector> count;
    private final Clock clock;

    /** @param count asks the broker for the waiting messages that a selector matches */
    WaitingTime(ToLongFunction<Selector> count, Clock clock) {
        this.count = count;
        this.clock = clock;
    }

    /** Empty if nothing waits; zero if all of it came within the last second. */
    Optional<Duration> oldest() {
        if (count.applyAsLong(Selector.ALL) == 0) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (!isAnyOlder(now, SHORTEST)) {
            return Optional.of(Duration.ZERO);
        }
        double atLeast = SHORTEST.toMillis();
        double atMost = LONGEST.toMillis();
        for (int asked = 0; asked < QUESTIONS; asked++) {
            double middle = Math.sqrt(atLeast * atMost);
            if (isAnyOlder(now, Duration.ofMillis(Math.round(middle)))) {
                atLeast = middle;
            } else {
                atMost = middle;
            }
        }
        return Optional.of(Duration.ofMillis(Math.round(atLeast)));
    }

    private boolean isAnyOlder(Instant now, Duration age) {
        return count.applyAsLong(Selector.sentBefore(now.minus(age))) > 0;
    }
}
