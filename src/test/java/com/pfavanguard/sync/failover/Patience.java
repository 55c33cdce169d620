package com.pfavanguard.sync.failover;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for conditions, long enough for a busy machine. */
final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Patience() {}

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /** Waits until the condition holds, or for a minute and a half; the caller counts what is missing then. */
    static void awaitOrGiveUp(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(LIMIT.dividedBy(2)).until(condition);
        } catch (ConditionTimeoutException e) {
            // The caller reports what is missing.
        }
    }

    /** Waits for a condition, and in any case for this long. */
    static void awaitNotBefore(Duration passed, String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + passed.toNanos();
        await(what, () -> System.nanoTime() >= end && condition.call());
    }
}
