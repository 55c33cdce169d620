package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Creates JMS connections to the broker that is live, or fails soon: within a second or so, and immediately for a second
 * after that. All callers wait for the one that tries, since the pool above creates one connection for all; without this
 * they would try one after another, each for as long as a call may take. Safe for any thread.
 */
class FailFastConnectionFactory implements ConnectionFactory {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Rotation<?, Connection> brokers;

    private @Nullable JMSException failure;
    private long failedAt;

    /** @param brokers connects to one of them; for this factory alone */
    FailFastConnectionFactory(Rotation<?, Connection> brokers) {
        this.brokers = brokers;
    }

    @Override
    public synchronized Connection createConnection() throws JMSException {
        if (failure != null && System.nanoTime() - failedAt < PAUSE.toNanos()) {
            JMSException again = new JMSException(failure.getMessage());
            again.initCause(failure);
            throw again;
        }
        try {
            Connection connection = brokers.connect();
            failure = null;
            return connection;
        } catch (NoBrokerException e) {
            JMSException told = told(e);
            failure = told;
            failedAt = System.nanoTime();
            throw told;
        }
    }

    private static JMSException told(NoBrokerException e) {
        for (Exception each : e.failures()) {
            if (each instanceof JMSSecurityException) {
                // Not set as the cause: the log would show the cause instead of this text, and it names no setting.
                JMSException refused = new JMSSecurityException(each.getMessage());
                refused.addSuppressed(e);
                return refused;
            }
        }
        JMSException none = new JMSException("No broker accepts JMS: " + e.getMessage());
        none.initCause(e);
        return none;
    }

    /** Returns the broker's refusal with the settings that mend it. */
    static JMSException refused(Credentials credentials, JMSException e) {
        // The broker gives the same answer to a wrong name, a wrong password and no login.
        JMSException refused = new JMSSecurityException(
                "The broker refused the login of %s; check sync.broker.external.login and sync.broker.external.passcode (%s)"
                        .formatted(
                                credentials.login() == null
                                        ? "a connection without a user name"
                                        : "user " + credentials.login(),
                                e.getMessage()));
        refused.addSuppressed(e);
        return refused;
    }

    @Override
    public Connection createConnection(String userName, String password) {
        throw withOtherLogin();
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException("Use createConnection(), by way of the caching connection factory");
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext();
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        throw withOtherLogin();
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        throw withOtherLogin();
    }

    private static UnsupportedOperationException withOtherLogin() {
        return new UnsupportedOperationException("The login comes from the settings sync.broker.external");
    }
}
