package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import java.util.function.Consumer;

/** Where rooms get at the broker's work queues; keeps JMS to this room. */
public final class WorkQueues {

    private final ConnectionFactory connectionFactory;
    private final JmsTransactions transactions;

    /** @param connectionFactory a pooling or caching one, whose consumers get one message at a time */
    public WorkQueues(ConnectionFactory connectionFactory) {
        this.connectionFactory = connectionFactory;
        transactions = new JmsTransactions(connectionFactory);
    }

    public DurableQueue queue(String name) {
        return new DurableQueue(name, connectionFactory);
    }

    public JmsTransactions transactions() {
        return transactions;
    }

    /**
     * Consumers that take from a queue once they are started.
     *
     * @param count how many messages can be in hand at the same time
     * @param listener called from {@code count} threads
     */
    public QueueConsumers consumers(String queue, int count, Consumer<QueueMessage> listener) {
        return new QueueConsumers(connectionFactory, queue, count, listener);
    }
}
