package com.pfavanguard.sync.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * A JMS connection and the broker it leads to.
 *
 * @param host {@code null} if it came from a URL, which does not tell
 */
record JmsPlace(@Nullable BrokerHost host, Connection connection) implements AutoCloseable {

    /** Whether the connection leads to another broker than this. */
    boolean isElsewhere(BrokerHost other) {
        return host != null && !host.equals(other);
    }

    /** Ends the connection as if the network had: closing it would wait for answers of a broker that may hang. */
    void leave() {
        if (connection instanceof ActiveMQConnection artemis
                && artemis.getSessionFactory() instanceof ClientSessionFactoryInternal sessions) {
            RemotingConnection open = sessions.getConnection();
            if (open != null) {
                open.fail(new ActiveMQDisconnectedException("the link is at another broker"));
            }
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }

    @Override
    public String toString() {
        return host == null ? "of the URL" : host.jms();
    }
}
