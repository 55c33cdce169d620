package com.pfavanguard.sync.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * Shares one JMS connection among all threads, and its sessions. Like Spring's, but reports a lost connection in one line
 * instead of a stack trace: brokers restart and fail over.
 */
final class SharedConnectionFactory extends CachingConnectionFactory {

    private static final Logger log = LoggerFactory.getLogger(SharedConnectionFactory.class);

    SharedConnectionFactory(ConnectionFactory target) {
        super(target);
    }

    @Override
    public void onException(JMSException e) {
        log.info(
                "The JMS connection has ended ({}); the next use connects again",
                NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        log.debug("The JMS connection has ended", e);
        resetConnection();
    }

    /** Closes as Spring does, but a connection that breaks meanwhile is no warning with a stack trace: it ends anyway. */
    @Override
    protected void closeConnection(Connection connection) {
        try (connection) {
            connection.stop();
        } catch (JMSException e) {
            log.debug("The JMS connection ended while it was being closed", e);
        }
    }
}
