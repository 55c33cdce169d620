package com.pfavanguard.sync.producer.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;

/**
 * Reads the messages of the broker and keeps their events. Drops copies by the event id, as clients do. Safe for any
 * thread.
 */
final class EventRecorder implements AutoCloseable {

    private final SyncEventJson json = new SyncEventJson();
    private final JMSContext jms;
    private final JMSConsumer consumer;
    private final Map<EventId, SyncEvent> events = new LinkedHashMap<>();
    private final Set<String> invalid = new HashSet<>();
    private int unnamed;

    EventRecorder(ConnectionFactory connectionFactory) {
        jms = connectionFactory.createContext();
        consumer = jms.createConsumer(jms.createQueue("sync.#::" + TestEventBroker.EVENTS));
    }

    /** Forgets what was published so far. */
    synchronized void clear() {
        while (consumer.receiveNoWait() != null) {
            // Belongs to an earlier test.
        }
        events.clear();
        invalid.clear();
    }

    /**
     * Returns all events so far, as soon as they are enough, or when the time is over.
     *
     * @throws AssertionError if a message is not a valid event
     */
    synchronized List<SyncEvent> read(Predicate<List<SyncEvent>> enough, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                add(next);
            }
            if (!invalid.isEmpty()) {
                throw new AssertionError(
                        "The gateway would skip a message, so no client would get it: " + String.join("; ", invalid));
            }
            List<SyncEvent> all = List.copyOf(events.values());
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (enough.test(all) || left <= 0) {
                return all;
            }
            Message next = consumer.receive(left);
            if (next != null) {
                add(next);
            }
        }
    }

    private void add(Message message) {
        try {
            String address = ((ActiveMQDestination) message.getJMSDestination()).getAddress();
            try {
                SyncEvent event = event(message, address);
                events.putIfAbsent(event.eventId(), event);
            } catch (InvalidSyncEventException | IllegalArgumentException e) {
                invalid.add("%s (sent to %s)".formatted(e.getMessage(), address));
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private SyncEvent event(Message message, String address) throws JMSException, InvalidSyncEventException {
        String eventId = message.getStringProperty("eventId");
        SyncEvent event = json.decode(
                body(message),
                eventId == null ? null : new EventId(eventId),
                EventId.ofBrokerMessage(++unnamed, message.getJMSTimestamp()));
        Optional<OrganizationId> organizationId = SyncDestinations.organizationOf(address);
        if (!organizationId.equals(Optional.of(event.organizationId()))) {
            throw new IllegalArgumentException("The body names organization " + event.organizationId());
        }
        return event;
    }

    private static byte[] body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? new byte[0] : text.getText().getBytes(UTF_8);
        }
        if (message instanceof BytesMessage binary) {
            byte[] bytes = new byte[Math.toIntExact(binary.getBodyLength())];
            binary.readBytes(bytes);
            return bytes;
        }
        throw new IllegalArgumentException("The message is neither text nor bytes");
    }

    @Override
    public void close() {
        jms.close();
    }
}
