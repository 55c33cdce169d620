package com.pfavanguard.sync.messaging;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsException;
import org.springframework.jms.support.JmsUtils;

/**
 * Makes sure that one process at a time does a job. The process that has the only consumer of a queue with {@code
 * max-consumers} 1 holds the lock. It loses the lock with its connection, as soon as the broker notices. Works among
 * all processes of one broker or live/backup pair. Safe for any thread.
 */
public final class QueueLock {

    private final ConnectionFactory connectionFactory;
    private final String queue;
    private final Answer answer;

    /** Is told by each attempt what it shows: only an attempt can, and an attempt without need would take the lock. */
    public interface Answer {

        /** @param mayConsume whether the broker lets this process consume from the queue */
        void given(boolean mayConsume);
    }

    QueueLock(ConnectionFactory connectionFactory, String queue, Answer answer) {
        this.connectionFactory = connectionFactory;
        this.queue = queue;
        this.answer = answer;
    }

    /**
     * Takes the lock; empty while another process holds it.
     *
     * @throws JmsException if the broker cannot be reached
     */
    public Optional<Held> tryAcquire() {
        // Both are closed: the connection is shared, and closing it does not close the session.
        Connection connection = null;
        Session session = null;
        try {
            connection = connectionFactory.createConnection();
            connection.start();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Held held = new Held(connection, session, session.createConsumer(session.createQueue(queue)));
            answer.given(true);
            return Optional.of(held);
        } catch (JMSException e) {
            close(session, connection);
            if (isTaken(e)) {
                // The broker looks at the right first.
                answer.given(true);
                return Optional.empty();
            }
            if (session != null && e instanceof JMSSecurityException) {
                answer.given(false);
            }
            throw JmsUtils.convertJmsAccessException(e);
        } catch (RuntimeException | Error e) {
            close(session, connection);
            throw e;
        }
    }

    private static void close(@Nullable Session session, @Nullable Connection connection) {
        JmsUtils.closeSession(session);
        JmsUtils.closeConnection(connection);
    }

    private static boolean isTaken(JMSException e) {
        return e.getCause() instanceof ActiveMQException cause
                && cause.getType() == ActiveMQExceptionType.MAX_CONSUMER_LIMIT_EXCEEDED;
    }

    /** The lock, held. */
    public static final class Held implements AutoCloseable {

        private final Connection connection;
        private final Session session;
        private final MessageConsumer consumer;

        private Held(Connection connection, Session session, MessageConsumer consumer) {
            this.connection = connection;
            this.session = session;
            this.consumer = consumer;
        }

        /**
         * Checks, without asking the broker, whether the lock has been lost with its connection or by an administrator.
         *
         * @throws JmsException if so
         */
        public void check() {
            try {
                // Throws if the consumer is closed.
                consumer.getMessageListener();
            } catch (JMSException e) {
                throw JmsUtils.convertJmsAccessException(e);
            }
        }

        /**
         * Asks the broker whether the lock is still held; this also notices a connection that ended silently.
         *
         * @throws JmsException if the lock is lost, or the broker does not answer
         */
        public void ask() {
            try {
                // The queue is always empty; the call fails if the consumer is gone.
                consumer.receiveNoWait();
            } catch (JMSException e) {
                throw JmsUtils.convertJmsAccessException(e);
            }
        }

        @Override
        public void close() {
            JmsUtils.closeMessageConsumer(consumer);
            QueueLock.close(session, connection);
        }
    }
}
