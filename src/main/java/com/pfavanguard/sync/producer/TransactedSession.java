package com.pfavanguard.sync.producer;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.JmsResourceHolder;
import org.springframework.jms.support.JmsUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The JMS session that Spring has bound to the current thread and will commit.
 *
 * @param endsWithTransaction whether Spring's transaction of the thread commits it: that of a {@code
 *     JmsTransactionManager} does. If not, a listener container commits it when the listener has returned
 */
record TransactedSession(Session session, boolean endsWithTransaction) {

    /** @throws org.springframework.jms.JmsException if the session is broken */
    static @Nullable TransactedSession of(ConnectionFactory connectionFactory) {
        if (!(TransactionSynchronizationManager.getResource(connectionFactory) instanceof JmsResourceHolder bound)) {
            return null;
        }
        Session session = bound.getSession();
        try {
            return session != null && session.getTransacted()
                    ? new TransactedSession(session, bound.isSynchronizedWithTransaction())
                    : null;
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        }
    }
}
