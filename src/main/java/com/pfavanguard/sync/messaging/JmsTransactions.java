package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jms.JmsException;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets several sends, takes and published events happen together or not at all. Nothing of it can be seen by anybody
 * before it is all there.
 *
 * <p>All methods throw Spring's {@link JmsException} if the broker cannot be reached or refuses, besides what the work
 * itself throws.
 */
public final class JmsTransactions {

    private final TransactionTemplate transactions;
    private final TransactionTemplate none;

    JmsTransactions(ConnectionFactory connectionFactory) {
        JmsTransactionManager manager = new JmsTransactionManager(connectionFactory);
        transactions = new TransactionTemplate(manager);
        none = new TransactionTemplate(manager);
        none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /** Commits when {@code work} returns, rolls back when it throws; joins a transaction the thread is in already. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** Likewise, with a result. */
    public <T> T call(Supplier<T> work) {
        return AfterCommit.of(() -> execute(transactions, work));
    }

    /** What {@code work} does is done at once, whatever becomes of a transaction the thread is in. */
    public void runOutside(Runnable work) {
        execute(none, () -> {
            work.run();
            return true;
        });
    }

    /**
     * Done once the transaction the thread is in has been committed; at once if there is none. Not at all if it is
     * rolled back, or if the broker's answer to the commit is lost.
     */
    public void afterCommit(Runnable action) {
        AfterCommit.add(action);
    }

    private static <T> T execute(TransactionTemplate template, Supplier<T> work) {
        try {
            return Objects.requireNonNull(
                    template.execute(status -> work.get()), "The work of a transaction must have a result");
        } catch (TransactionException e) {
            throw new UncategorizedJmsException(String.valueOf(e.getMessage()), e);
        }
    }
}
