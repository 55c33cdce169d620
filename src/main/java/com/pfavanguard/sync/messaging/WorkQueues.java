package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;

/** Gives access to the broker's work queues, locks and transactions without exposing JMS. */
public final class WorkQueues {

    private final ConnectionFactory connectionFactory;
    private final JmsTransactions transactions;
    private final QueueLock.Answer lockAnswer;

    /**
     * @param connectionFactory a pooling or caching one, whose consumers prefetch one message
     * @param lockAnswer is told whether the broker lets this process take locks
     */
    public WorkQueues(ConnectionFactory connectionFactory, QueueLock.Answer lockAnswer) {
        this.connectionFactory = connectionFactory;
        this.lockAnswer = lockAnswer;
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
        return new QueueLock(connectionFactory, queue, lockAnswer);
    }
}
