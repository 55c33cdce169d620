package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Connects with Artemis' client to one {@link Endpoint}. Safe for any thread. */
final class JmsEndpoints {

    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final StompBroker broker;

    /** @param broker the same brokers, as their STOMP readers know them */
    JmsEndpoints(StompBroker broker) {
        this.broker = broker;
    }

    /**
     * Connects and logs in.
     *
     * @throws JMSSecurityException if the broker refuses the login; the message names the settings
     * @throws IOException if the broker cannot be reached; the message says what to do
     */
    JmsPlace connect(Endpoint endpoint) throws IOException, JMSException {
        knock(endpoint);
        ActiveMQConnectionFactory factory = factory(endpoint, "jms");
        try {
            return new JmsPlace(endpoint.host(), open(factory));
        } catch (JMSSecurityException e) {
            throw e;
        } catch (JMSException e) {
            throw new IOException(
                    broker.tls() == null
                            ? "the broker is there but does not answer JMS (%s); if its acceptor has sslEnabled=true, set sync.broker.external.ssl.bundle"
                                    .formatted(e.getMessage())
                            : "the broker is there but does not answer JMS (%s); if it asks for a client certificate, check the keystore of the SSL bundle"
                                    .formatted(e.getMessage()),
                    e);
        }
    }

    // Artemis' client logs each failed attempt as an error with a stack trace, or says no more than that it failed.
    void knock(Endpoint endpoint) throws IOException {
        BrokerTls tls = broker.tls();
        try (Socket socket = new Socket()) {
            socket.connect(endpoint.jms(), CONNECT_TIMEOUT_MS);
            if (tls != null) {
                tls.over(socket, endpoint.host(), CONNECT_TIMEOUT_MS).close();
            }
        }
    }

    /** Connects with a factory that stands for the broker. */
    static Connection open(ActiveMQConnectionFactory factory) throws JMSException {
        try {
            return factory.createConnection();
        } catch (JMSSecurityException e) {
            throw FailFastConnectionFactory.refused(new Credentials(factory.getUser(), null), e);
        }
    }

    /**
     * Returns a factory for one connection to this endpoint alone, with the present credentials and certificates.
     *
     * @param role what the connection is for, as part of its name at the broker
     */
    ActiveMQConnectionFactory factory(Endpoint endpoint, String role) throws IOException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, endpoint.ip().getHostAddress());
        parameters.put(TransportConstants.PORT_PROP_NAME, endpoint.host().jmsPort());
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MS);
        BrokerTls tls = broker.tls();
        if (tls != null) {
            parameters.putAll(tls.parameters(endpoint.host()));
        }
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                false, new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters));
        Credentials credentials = broker.login().credentials();
        factory.setUser(credentials.login());
        factory.setPassword(credentials.passcode());
        factory.setClientID(broker.clientId().next(role));
        BrokerConfiguration.configure(factory);
        return factory;
    }
}
