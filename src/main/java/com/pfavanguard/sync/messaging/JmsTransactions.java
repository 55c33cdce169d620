package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import java.util.function.Supplier;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets several sends, takes and published events happen together or not at all. Nothing of it can be seen by anybody
 * before it is all there.
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
        transactions.executeWithoutResult(status -> work.run());
    }

    /** Likewise, with a result. */
    public <T> T call(Supplier<T> work) {
        T result = transactions.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("The work of a transaction must have a result");
        }
        return result;
    }

    /** What {@code work} does is done at once, whatever becomes of a transaction the thread is in. */
    public void runOutside(Runnable work) {
        none.executeWithoutResult(status -> work.run());
    }
}
