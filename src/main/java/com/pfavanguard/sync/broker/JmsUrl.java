package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.Locale;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Connects with Artemis' client to the brokers of {@code sync.broker.external.jms-url}. Safe for any thread. */
final class JmsUrl {

    // Artemis' client makes this pause even between two addresses of the URL; its default is 2 s.
    private static final int PAUSE_MS = 10;

    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final String url;
    private final StompBroker broker;

    /**
     * @param broker the same broker, as its STOMP readers know it
     * @throws BrokerStartException if the URL is malformed, or would send the password unencrypted though TLS is set
     */
    JmsUrl(String url, StompBroker broker) {
        this.url = url;
        this.broker = broker;
        parsed().close();
        if (broker.tls() != null && !url.toLowerCase(Locale.ROOT).contains("sslenabled=true")) {
            throw new BrokerStartException(
                    "sync.broker.external.ssl is set, and sync.broker.external.jms-url has no sslEnabled=true.",
                    "Remove the URL, so that JMS uses the addresses and the SSL bundle, or give the URL TLS parameters"
                            + " of its own.",
                    null);
        }
    }

    private ActiveMQConnectionFactory parsed() {
        try {
            return new ActiveMQConnectionFactory(url);
        } catch (RuntimeException e) {
            // Without its cause, which quotes the URL with its passwords.
            throw new BrokerStartException(
                    "sync.broker.external.jms-url is not an Artemis connection URL: " + BrokerUrl.shown(url) + ".",
                    "Write it like tcp://broker:61616?sslEnabled=true, and escape special characters in it (%20).",
                    null);
        }
    }

    JmsPlace connect() throws IOException, JMSException {
        return new JmsPlace(null, JmsEndpoints.open(factory("jms")));
    }

    /** Returns a factory for one connection, with the present credentials. */
    ActiveMQConnectionFactory factory(String role) throws IOException {
        ActiveMQConnectionFactory factory = parsed();
        Credentials credentials = broker.login().credentials();
        if (credentials.login() != null) {
            factory.setUser(credentials.login());
            factory.setPassword(credentials.passcode());
        }
        if (factory.getClientID() == null) {
            factory.setClientID(broker.clientId().next(role));
        }
        BrokerConfiguration.configure(factory);
        if (!url.toLowerCase(Locale.ROOT).contains("retryinterval=")) {
            factory.setRetryInterval(PAUSE_MS);
        }
        TransportConfiguration[] addresses = factory.getStaticConnectors();
        if (addresses != null) {
            for (TransportConfiguration address : addresses) {
                address.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MS);
            }
        }
        return factory;
    }

    @Override
    public String toString() {
        return BrokerUrl.shown(url);
    }
}
