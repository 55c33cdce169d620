package com.pfavanguard.sync.producer;

import java.time.Duration;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.jms.InvalidDestinationException;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.UncategorizedJmsException;

/**
 * Tries to send until it succeeds or the time is over, with pauses of 0.1 s that double up to 1 s. Once an event has been
 * tried in vain for the whole time, the next ones get one attempt each until one succeeds: a broker that is away must
 * not hold up every thread of the application. Safe for any thread.
 */
final class PublishAttempts {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final PublishCounts counts;
    private final RetryTemplate retries = new RetryTemplate();
    private final boolean only;

    // Written by all publishing threads; a lost race costs one long wait or one attempt, no event.
    private volatile boolean away;

    /** @param retryFor how long a failed send is tried again; zero for one attempt */
    PublishAttempts(Duration retryFor, PublishCounts counts) {
        this.counts = counts;
        this.only = retryFor.isZero();
        if (only) {
            return;
        }
        retries.setRetryPolicy(RetryPolicy.builder()
                .maxRetries(Long.MAX_VALUE)
                .timeout(retryFor)
                .delay(FIRST_PAUSE)
                .jitter(FIRST_PAUSE.dividedBy(2))
                .multiplier(2)
                .maxDelay(LONGEST_PAUSE)
                .predicate(PublishAttempts::canHelp)
                .build());
        retries.setRetryListener(new RetryListener() {
            @Override
            public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
                counts.countRetry();
            }
        });
    }

    // A wrong password or a wrong address stays wrong.
    private static boolean canHelp(Throwable failure) {
        return failure instanceof JmsException
                && !(failure instanceof JmsSecurityException)
                && !(failure instanceof InvalidDestinationException);
    }

    /** @throws JmsException of the last attempt */
    void run(Runnable send) {
        if (only || away) {
            send.run();
            away = false;
            return;
        }
        try {
            retries.execute(() -> {
                send.run();
                return true;
            });
        } catch (RetryException e) {
            Throwable last = e.getLastException();
            if (last instanceof RuntimeException failure) {
                // After an interrupt the time was not used up, so nothing is known about the broker.
                away = canHelp(failure) && !Thread.currentThread().isInterrupted();
                throw failure;
            }
            throw new UncategorizedJmsException("The thread was interrupted while it waited for another attempt", e);
        }
    }
}
