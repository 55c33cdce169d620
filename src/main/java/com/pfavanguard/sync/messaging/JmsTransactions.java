package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import java.util.function.Supplier;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets several sends, takes and published events happen together or not at all. Nothing of it can be seen by anybody
 * before it is all there.
 */
public final class JmsTransactions {

    private final TransactionTemplate transactions;

    JmsTransactions(ConnectionFactory connectionFactory) {
        transactions = new TransactionTemplate(new JmsTransactionManager(connectionFactory));
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
        T result = AfterCommit.of(() -> transactions.execute(status -> work.get()));
        if (result == null) {
            throw new IllegalStateException("The work of a transaction must have a result");
        }
        return result;
    }

    /**
     * Done once the transaction the thread is in has been committed, be it one of these or that of a
     * {@link QueueConsumers} listener; at once if there is none. Not at all if it is rolled back, or if the broker's
     * answer to the commit is lost.
     */
    public void afterCommit(Runnable action) {
        AfterCommit.add(action);
    }
}
