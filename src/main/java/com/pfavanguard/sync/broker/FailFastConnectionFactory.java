package com.pfavanguard.sync.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.DelegatingConnectionFactory;

/**
 * Creates connections, or fails soon: within a second or so, and immediately for a second after that. All callers wait
 * for the one that tries, since the pool above creates one connection for all; without this they would try one after
 * another, each for as long as a call may take. Safe for any thread.
 */
class FailFastConnectionFactory extends DelegatingConnectionFactory {

    private static final Duration LONGEST_TRY = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    // A connection has one timeout, for its own creation and for later calls, and a call may have to wait for a disk.
    // So a probe with a shorter timeout first finds out whether a broker answers at all.
    private final ActiveMQConnectionFactory probe;

    private @Nullable JMSException failure;
    private long failedAt;

    /**
     * @param probe connects to the same broker; this class changes and owns it
     * @param real creates the connections
     */
    FailFastConnectionFactory(ActiveMQConnectionFactory probe, ActiveMQConnectionFactory real) {
        this.probe = probe;
        probe.setReconnectAttempts(0);
        probe.setCallTimeout(LONGEST_TRY.toMillis());
        TransportConfiguration[] addresses = probe.getStaticConnectors();
        if (addresses != null) {
            for (TransportConfiguration address : addresses) {
                address.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, (int) LONGEST_TRY.toMillis());
            }
        }
        setTargetConnectionFactory(real);
    }

    @Override
    public synchronized Connection createConnection() throws JMSException {
        if (failure != null && System.nanoTime() - failedAt < PAUSE.toNanos()) {
            JMSException again = new JMSException(failure.getMessage());
            again.initCause(failure);
            throw again;
        }
        try {
            probe.createConnection().close();
            Connection connection = super.createConnection();
            failure = null;
            return connection;
        } catch (JMSException e) {
            JMSException told = e instanceof JMSSecurityException ? refused(e) : e;
            failure = told;
            failedAt = System.nanoTime();
            throw told;
        }
    }

    // The broker gives the same answer to a wrong name, a wrong password and no login.
    private JMSException refused(JMSException e) {
        String user = probe.getUser();
        JMSException refused = new JMSSecurityException(
                "The broker refused the login of %s; check sync.broker.external.login and sync.broker.external.passcode (%s)"
                        .formatted(user == null ? "a connection without a user name" : "user " + user, e.getMessage()));
        // Not set as the cause: the log would show the cause instead of this text, and it names no setting.
        refused.addSuppressed(e);
        return refused;
    }
}
