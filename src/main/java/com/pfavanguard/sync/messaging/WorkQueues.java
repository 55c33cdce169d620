package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;

/** Gives access to the broker's work queues, locks and transactions without exposing JMS. */
public final class WorkQueues {

    private final ConnectionFactory connectionFactory;
    private final JmsTransactions transactions;

    /** @param connectionFactory a pooling or caching one, whose consumers prefetch one message */
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

    public BrokerMemory brokerMemory() {
        return new BrokerMemory(new BrokerManagement(connectionFactory));
    }

    /** @param queue a queue with {@code max-consumers} 1 */
    public QueueLock lock(String queue) {
        return new QueueLock(connectionFactory, queue);
    }
}
