package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.broker.BrokerUrl;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.producer.JmsSyncEventPublisher;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.web.LoopbackNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsSecurityException;

/**
 * Sends an event to the JMS acceptor of a broker. Tries only once, because a user waits at the terminal.
 *
 * @param url Artemis connection URL, such as {@code tcp://localhost:61616}, or {@code (tcp://a:61616,tcp://b:61616)}
 * @param login user name and password, if any
 */
record BrokerAddress(String url, PublisherLogin login) {

    // Matches the host of each broker that the URL names.
    private static final Pattern HOST = Pattern.compile("tcp://(\\[[^\\]]*\\]|[^:/?,)]+)");

    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(3);
    private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

    BrokerAddress {
        if (!isOneBroker(url) && !url.matches("\\(tcp://\\S+\\)\\S*")) {
            throw new IllegalArgumentException("--url must be like tcp://localhost:61616");
        }
    }

    // Only tcp: a vm:// URL would start a broker without consumers inside this process, and the event would be lost.
    private static boolean isOneBroker(String url) {
        try {
            URI uri = new URI(url);
            return "tcp".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns whether every host of the URL is this machine. */
    boolean isHere() {
        return HOST.matcher(url).results().allMatch(host -> LoopbackNames.ALL.contains(host.group(1)));
    }

    /** @throws CommandFailedException if the broker did not accept the event; the message tells the usual cause */
    void send(SyncEvent event) {
        try (ActiveMQConnectionFactory connections = connections()) {
            new JmsSyncEventPublisher(connections).publish(event);
        } catch (SyncEventPublishException e) {
            throw new CommandFailedException(reason(e), e);
        }
    }

    /** Returns a factory that tries once and fails soon. */
    ActiveMQConnectionFactory connections() {
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(url, login.user(), login.password());
        connections.setInitialConnectAttempts(1);
        connections.setReconnectAttempts(0);
        connections.setCallTimeout(TIME_TO_ANSWER.toMillis());
        for (TransportConfiguration connector : connections.getStaticConnectors()) {
            connector.getParams().put(TransportConstants.NETTY_CONNECT_TIMEOUT, (int) TIME_TO_CONNECT.toMillis());
        }
        return connections;
    }

    private String reason(SyncEventPublishException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (e.getCause() instanceof JmsSecurityException) {
            return "the broker at %s refused the login or the permission to publish (%s); %s"
                    .formatted(this, cause.getMessage(), login.hint());
        }
        if (cause instanceof ActiveMQNotConnectedException || cause instanceof ActiveMQConnectionTimedOutException) {
            return "cannot reach a broker at %s; check that it is running, or give another address with --url"
                    .formatted(this);
        }
        return "the broker at %s did not accept the event: %s".formatted(this, cause.getMessage());
    }

    @Override
    public String toString() {
        return BrokerUrl.shown(url);
    }
}
