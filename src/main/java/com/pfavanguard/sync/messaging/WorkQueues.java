package com.pfavanguard.sync.messaging;

import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.ConnectionFactory;

/** Gives access to the broker's work queues, locks and transactions without exposing JMS. */
public final class WorkQueues {

    private final ConnectionFactory connectionFactory;
    private final JmsTransactions transactions;
    private final QueueLock.Answer lockAnswer;
    private final ObservationRegistry observations;

    /** Queues whose messages carry no trace. */
    public WorkQueues(ConnectionFactory connectionFactory, QueueLock.Answer lockAnswer) {
        this(connectionFactory, lockAnswer, ObservationRegistry.NOOP);
    }

    /**
     * @param connectionFactory a pooling or caching one, whose consumers prefetch one message
     * @param lockAnswer is told whether the broker lets this process take locks
     * @param observations has the trace of the thread that sends a message
     */
    public WorkQueues(
            ConnectionFactory connectionFactory, QueueLock.Answer lockAnswer, ObservationRegistry observations) {
        this.connectionFactory = connectionFactory;
        this.lockAnswer = lockAnswer;
        this.observations = observations;
        transactions = new JmsTransactions(connectionFactory);
    }

    public DurableQueue queue(String name) {
        return new DurableQueue(name, connectionFactory, observations);
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
