package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.load.Publisher;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.producer.JmsSyncEventPublisher;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Publishes by JMS over one connection, each event persistent and acknowledged by the broker, as a backend does. */
final class JmsPublisher implements Publisher {

    private final ActiveMQConnectionFactory connections;
    private final Session session;
    private final Map<String, MessageProducer> producers = new HashMap<>();

    /** @throws CommandFailedException if the broker cannot be reached or refuses the login */
    JmsPublisher(BrokerAddress broker) {
        connections = broker.connections();
        try {
            session = connections.createConnection().createSession(false, Session.AUTO_ACKNOWLEDGE);
        } catch (JMSException e) {
            connections.close();
            throw new CommandFailedException(
                    "cannot publish at the broker at %s: %s; check --broker-url, --user and --password"
                            .formatted(broker, e.getMessage()),
                    e);
        }
    }

    @Override
    public void publish(String organizationId, String eventId, byte[] json) throws IOException {
        try {
            TextMessage message = session.createTextMessage(new String(json, StandardCharsets.UTF_8));
            message.setStringProperty(JmsSyncEventPublisher.EVENT_ID, eventId);
            producer(organizationId).send(message);
        } catch (JMSException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private MessageProducer producer(String organizationId) throws JMSException {
        MessageProducer known = producers.get(organizationId);
        if (known == null) {
            known = session.createProducer(
                    session.createTopic(SyncDestinations.address(new OrganizationId(organizationId))));
            known.setDeliveryMode(DeliveryMode.PERSISTENT);
            producers.put(organizationId, known);
        }
        return known;
    }

    @Override
    public void close() {
        connections.close();
    }
}
