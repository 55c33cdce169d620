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

    private final BrokerLogin login;

    JmsEndpoints(BrokerLogin login) {
        this.login = login;
    }

    /**
     * Connects and logs in.
     *
     * @throws JMSSecurityException if the broker refuses the login; the message names the settings
     */
    Connection connect(Endpoint endpoint) throws IOException, JMSException {
        knock(endpoint);
        return open(factory(endpoint));
    }

    // Artemis' client logs each failed attempt as an error with a stack trace, or says no more than that it failed.
    static void knock(Endpoint endpoint) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(endpoint.jms(), CONNECT_TIMEOUT_MS);
        }
    }

    /** Likewise with a factory that stands for the broker. */
    static Connection open(ActiveMQConnectionFactory factory) throws JMSException {
        try {
            return factory.createConnection();
        } catch (JMSSecurityException e) {
            throw FailFastConnectionFactory.refused(new Credentials(factory.getUser(), null), e);
        }
    }

    /** Returns a factory for connections to this endpoint alone, with the present credentials. */
    ActiveMQConnectionFactory factory(Endpoint endpoint) throws IOException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, endpoint.ip().getHostAddress());
        parameters.put(TransportConstants.PORT_PROP_NAME, endpoint.host().jmsPort());
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MS);
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                false, new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters));
        Credentials credentials = login.credentials();
        factory.setUser(credentials.login());
        factory.setPassword(credentials.passcode());
        BrokerConfiguration.configure(factory);
        return factory;
    }
}
