package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.jms.JmsException;
import org.springframework.jms.support.JmsUtils;

/**
 * Sends an event as a persistent text message on topic {@code sync.<organizationId>}. Needs nothing but the JMS API, so
 * that every client library will do.
 */
final class EventMessages {

    // Artemis manual, "Duplicate Message Detection". The broker remembers the last 2,000 ids of an address
    // (id-cache-size), also across restarts. It looks at the property whatever the protocol, OpenWire and AMQP too.
    private static final String DUPLICATE_DETECTION_ID = "_AMQ_DUPL_ID";

    private final SyncEventJson json = new SyncEventJson();

    /**
     * Sends on a new session. Not by {@code JmsTemplate}, which would bind the session to a database
     * transaction under way, so that a second attempt got the same, broken session.
     *
     * @param trace message properties that carry the trace; empty without one
     */
    void send(SyncEvent event, Map<String, String> trace, ConnectionFactory connectionFactory) throws JmsException {
        Connection connection = null;
        Session session = null;
        try {
            connection = connectionFactory.createConnection();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            send(event, trace, session);
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        } finally {
            JmsUtils.closeSession(session);
            JmsUtils.closeConnection(connection);
        }
    }

    /** Sends on this session, which stays open. If it is transacted, the event waits for the commit. */
    void sendOn(Session session, SyncEvent event, Map<String, String> trace) throws JmsException {
        try {
            send(event, trace, session);
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        }
    }

    private void send(SyncEvent event, Map<String, String> trace, Session session) throws JMSException {
        TextMessage message = session.createTextMessage(new String(json.encode(event), StandardCharsets.UTF_8));
        message.setStringProperty(
                JmsSyncEventPublisher.EVENT_ID, event.eventId().value());
        for (Map.Entry<String, String> property : trace.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        // In a transaction a second copy would make Artemis roll back everything else too. There the copy is let
        // through, and readers drop it by its eventId.
        if (!session.getTransacted()) {
            message.setStringProperty(DUPLICATE_DETECTION_ID, event.eventId().value());
        }
        MessageProducer producer =
                session.createProducer(session.createTopic(SyncDestinations.address(event.organizationId())));
        try {
            producer.send(message, DeliveryMode.PERSISTENT, Message.DEFAULT_PRIORITY, Message.DEFAULT_TIME_TO_LIVE);
        } finally {
            JmsUtils.closeMessageProducer(producer);
        }
    }
}
