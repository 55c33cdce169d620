package com.pfavanguard.sync.messaging;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsException;
import org.springframework.jms.support.JmsUtils;

/**
 * Lets one process at a time do what only one may. Whoever has the only consumer of a queue for one consumer
 * ({@code max-consumers} 1) holds it, and loses it with his connection: to the next who asks, as soon as the broker has
 * noticed. Holds among all processes of one broker, or of a pair of which one is live. Safe for any thread.
 */
public final class QueueLock {

    private final ConnectionFactory connectionFactory;
    private final String queue;

    QueueLock(ConnectionFactory connectionFactory, String queue) {
        this.connectionFactory = connectionFactory;
        this.queue = queue;
    }

    /**
     * The lock, or empty while somebody else holds it.
     *
     * @throws JmsException if the broker cannot be reached
     */
    public Optional<Held> tryAcquire() {
        // Each is closed by itself: the connection is a shared one, whose close() closes nothing.
        Connection connection = null;
        Session session = null;
        try {
            connection = connectionFactory.createConnection();
            connection.start();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return Optional.of(new Held(connection, session, session.createConsumer(session.createQueue(queue))));
        } catch (JMSException e) {
            close(session, connection);
            if (isTaken(e)) {
                return Optional.empty();
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

    /** The lock in hand. */
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
         * Looks, without asking the broker, whether the lock has been lost: with its connection, or by an admin's hand.
         *
         * @throws JmsException if so
         */
        public void check() {
            try {
                // Of a consumer that is gone not even this can be asked.
                consumer.getMessageListener();
            } catch (JMSException e) {
                throw JmsUtils.convertJmsAccessException(e);
            }
        }

        /**
         * Asks the broker whether the lock is still held, so that a connection's silent end is noticed as well.
         *
         * @throws JmsException if it is not, or nobody can tell
         */
        public void ask() {
            try {
                // Nobody sends anything there; but a consumer that is gone cannot be asked.
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
