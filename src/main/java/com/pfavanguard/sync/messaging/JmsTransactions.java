package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jms.JmsException;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs several sends, takes and published events in one JMS transaction: all of them happen or none, and readers see
 * nothing before the commit.
 *
 * <p>All methods throw Spring's {@link JmsException} if the broker cannot be reached or refuses, besides what the work
 * itself throws.
 */
public final class JmsTransactions {

    private final TransactionTemplate transactions;
    private final TransactionTemplate none;

    JmsTransactions(ConnectionFactory connectionFactory) {
        JmsTransactionManager manager = new JmsTransactionManager(connectionFactory);
        // JMS transactions have no synchronizations by default; afterCommit needs them.
        manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ON_ACTUAL_TRANSACTION);
        transactions = new TransactionTemplate(manager);
        none = new TransactionTemplate(manager);
        none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /** Commits when {@code work} returns, rolls back when it throws; joins the thread's transaction if there is one. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** Like {@link #run}, with a result. */
    public <T> T call(Supplier<T> work) {
        return execute(transactions, work);
    }

    /** Runs {@code work} outside the thread's transaction: it takes effect at once, and a rollback does not undo it. */
    public void runOutside(Runnable work) {
        execute(none, () -> {
            work.run();
            return true;
        });
    }

    /**
     * Runs {@code action} once the thread's transaction has been committed; at once if there is none. Does not run it
     * after a rollback, nor if the broker's answer to the commit is lost. A failure of the action is logged, since the
     * commit cannot be taken back. The action must not send or take: the committed session is still bound to the thread,
     * and nothing commits it again.
     */
    public void afterCommit(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            // Not TransactionSynchronization.afterCommit: a failure there reaches the caller and stops the other
            // actions.
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    action.run();
                }
            }
        });
    }

    private static <T> T execute(TransactionTemplate template, Supplier<T> work) {
        try {
            return Objects.requireNonNull(
                    template.execute(status -> work.get()), "The work of a transaction must have a result");
        } catch (TransactionException e) {
            UncategorizedJmsException told = new UncategorizedJmsException(String.valueOf(e.getMessage()), e);
            // The rollback failed too, as it does when the broker has gone. What the work met would be lost otherwise.
            if (e instanceof TransactionSystemException failed && failed.getApplicationException() != null) {
                told.addSuppressed(failed.getApplicationException());
            }
            throw told;
        }
    }
}
