package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;

/** Gives other modules access to the broker's work queues; keeps JMS within this module. */
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

    public BrokerMemory brokerMemory() {
        return new BrokerMemory(new BrokerManagement(connectionFactory));
    }

    /** @param queue one the broker gives to one consumer only */
    public QueueLock lock(String queue) {
        return new QueueLock(connectionFactory, queue);
    }
}
