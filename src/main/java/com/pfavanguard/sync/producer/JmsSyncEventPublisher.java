package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/**
 * Publishes events over JMS: a persistent text message on topic {@code sync.<organizationId>}, with the event id as
 * string property {@value #EVENT_ID} and, outside transactions, as {@value #DUPLICATE_DETECTION_ID}, by which Artemis
 * drops a second copy.
 */
public class JmsSyncEventPublisher implements SyncEventPublisher {

    /** Message property that carries the event's identity; by STOMP the header of the same name. */
    public static final String EVENT_ID = "eventId";

    // Artemis manual, "Duplicate Message Detection". The broker remembers the last 2,000 ids of an address
    // (id-cache-size), also across restarts.
    private static final String DUPLICATE_DETECTION_ID = "_AMQ_DUPL_ID";

    private final JmsTemplate topics;
    private final SyncEventJson json = new SyncEventJson();

    /** @param connectionFactory a pooling or caching one: every event takes a session */
    public JmsSyncEventPublisher(ConnectionFactory connectionFactory) {
        topics = new JmsTemplate(connectionFactory);
        topics.setPubSubDomain(true);
        topics.setDeliveryPersistent(true);
    }

    @Override
    public void publish(SyncEvent event) {
        String text = new String(json.encode(event), StandardCharsets.UTF_8);
        try {
            topics.send(SyncDestinations.address(event.organizationId()), session -> {
                TextMessage message = session.createTextMessage(text);
                message.setStringProperty(EVENT_ID, event.eventId().value());
                // In a transaction a second copy would make Artemis roll back everything else too. There the copy is
                // let through, and readers drop it by its eventId.
                if (!session.getTransacted()) {
                    message.setStringProperty(
                            DUPLICATE_DETECTION_ID, event.eventId().value());
                }
                return message;
            });
        } catch (JmsException e) {
            throw new SyncEventPublishException(event, e);
        }
    }
}
