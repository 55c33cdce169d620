package com.pfavanguard.sync.messaging;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done once the transaction of the thread has been committed. Kept by thread, as the transaction itself
 * is. Spring's own synchronizations do not serve here: its JMS transactions know none by default.
 */
final class AfterCommit {

    private static final Logger log = LoggerFactory.getLogger(AfterCommit.class);

    private static final ThreadLocal<@Nullable List<Runnable>> WAITING = new ThreadLocal<>();

    private AfterCommit() {}

    /** Returns when it has been committed, throws when it has been rolled back or nobody knows. */
    interface Transaction<T, E extends Exception> {
        T make() throws E;
    }

    /** Makes the transaction and then what was added meanwhile; within another one it is part of that. */
    static <T, E extends Exception> T of(Transaction<T, E> transaction) throws E {
        if (WAITING.get() != null) {
            return transaction.make();
        }
        List<Runnable> waiting = new ArrayList<>();
        WAITING.set(waiting);
        T result;
        try {
            result = transaction.make();
        } finally {
            WAITING.remove();
        }
        waiting.forEach(AfterCommit::run);
        return result;
    }

    // The commit cannot be taken back any more, whatever comes after it.
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("What follows a commit has failed", e);
        }
    }

    /** At once if the thread is in no transaction. */
    static void add(Runnable action) {
        List<Runnable> waiting = WAITING.get();
        if (waiting == null) {
            action.run();
        } else {
            waiting.add(action);
        }
    }
}
