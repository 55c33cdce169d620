package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates JMS connections to the broker that is live, or fails soon: within a second or so, and immediately for a
 * second after that. All callers wait for the one that tries, since the pool above creates one connection for all;
 * without this they would try one after another, each for as long as a call may take. Safe for any thread.
 */
class FailFastConnectionFactory implements ConnectionFactory {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(FailFastConnectionFactory.class);

    private final Rotation<?, JmsPlace> brokers;

    private volatile @Nullable JmsPlace present;
    private volatile @Nullable BrokerHost link;
    private @Nullable JMSException failure;
    private long failedAt;

    /** @param brokers connects to one of them; for this factory alone */
    FailFastConnectionFactory(Rotation<?, JmsPlace> brokers) {
        this.brokers = brokers;
    }

    /**
     * Notes where the gateway's link is connected to, and leaves another broker. That one has died without a word, or
     * two brokers are live by mistake, and events that are published there would not be heard. Does not wait for an
     * answer.
     */
    void linkIsAt(BrokerHost host) {
        link = host;
        JmsPlace place = present;
        if (place != null && place.isElsewhere(host)) {
            log.info("JMS leaves the broker {} for {}, where the link is", place, host.jms());
            present = null;
            place.leave();
        }
    }

    @Override
    public synchronized Connection createConnection() throws JMSException {
        if (failure != null && System.nanoTime() - failedAt < PAUSE.toNanos()) {
            JMSException again = new JMSException(failure.getMessage());
            again.initCause(failure);
            throw again;
        }
        try {
            JmsPlace place = brokers.connect();
            present = place;
            failure = null;
            warnIfElsewhere(place);
            return place.connection();
        } catch (NoBrokerException e) {
            JMSException told = told(e);
            failure = told;
            failedAt = System.nanoTime();
            throw told;
        }
    }

    private void warnIfElsewhere(JmsPlace place) {
        BrokerHost host = link;
        if (host != null && place.isElsewhere(host)) {
            log.warn(
                    "JMS is connected to the broker {}, and the link was last connected to {}. If both are live, clients do"
                            + " not hear what this process publishes: stop one of them",
                    place,
                    host.stomp());
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
