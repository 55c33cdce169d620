package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.TraceParent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;

/**
 * Publishes events over JMS: a persistent text message on topic {@code sync.<organizationId>}, with the event id as
 * string property {@value #EVENT_ID} and, outside JMS transactions, as {@code _AMQ_DUPL_ID}, by which Artemis drops a
 * second copy. With an {@link ObservationRegistry} that traces, the property {@code traceparent} says which trace the
 * event belongs to. Works with every JMS client: Artemis, ActiveMQ (OpenWire), AMQP.
 */
public final class JmsSyncEventPublisher implements SyncEventPublisher {

    /** Message property that carries the event's identity; by STOMP the header of the same name. */
    public static final String EVENT_ID = "eventId";

    private static final Logger log = LoggerFactory.getLogger(JmsSyncEventPublisher.class);

    private final ConnectionFactory connectionFactory;
    private final EventMessages messages = new EventMessages();
    private final PublishAttempts attempts;
    private final PublishCounts counts;
    private final ObservationRegistry observations;
    private final SyncEventFailureHandler failures;

    /**
     * A publisher that tries each event once and counts nothing.
     *
     * @param connectionFactory a pooling or caching one: every event takes a session
     */
    public JmsSyncEventPublisher(ConnectionFactory connectionFactory) {
        this(connectionFactory, Duration.ZERO, PublishCounts.NONE, ObservationRegistry.NOOP, logged());
    }

    /**
     * Likewise, with an observation of each event, and so with its trace.
     *
     * @param observations an application's own; {@link ObservationRegistry#NOOP} for none
     */
    public JmsSyncEventPublisher(ConnectionFactory connectionFactory, ObservationRegistry observations) {
        this(connectionFactory, Duration.ZERO, PublishCounts.NONE, observations, logged());
    }

    /** @param retryFor how long a failed send is tried again; zero for one attempt */
    JmsSyncEventPublisher(
            ConnectionFactory connectionFactory,
            Duration retryFor,
            PublishCounts counts,
            ObservationRegistry observations,
            SyncEventFailureHandler failures) {
        this.connectionFactory = connectionFactory;
        this.attempts = new PublishAttempts(retryFor, counts);
        this.counts = counts;
        this.observations = observations;
        this.failures = failures;
    }

    static SyncEventFailureHandler logged() {
        return (event, failure) -> log.error(
                "The transaction is committed, but clients are not told: event {}: {}",
                event.eventId(),
                failure.getMessage());
    }

    @Override
    public void publish(SyncEvent event) {
        TransactedSession transacted = transactedSession(event);
        boolean canFollow = TransactionEvents.canFollow();
        if (transacted != null && (transacted.endsWithTransaction() || !canFollow)) {
            sendOn(transacted, event);
            if (canFollow) {
                transactionEvents().joined(event);
            }
        } else if (canFollow) {
            transactionEvents().await(event);
        } else {
            send(event);
        }
    }

    private TransactionEvents transactionEvents() {
        return TransactionEvents.of(
                this, this::sendCommitted, event -> counts.count(event.type(), PublishOutcome.ROLLED_BACK));
    }

    // In a JMS listener whose database transaction is committed, events go with the listener's acknowledgement. Every
    // other session has been committed by now.
    private void sendCommitted(SyncEvent event) {
        try {
            TransactedSession transacted = transactedSession(event);
            if (transacted == null || transacted.endsWithTransaction()) {
                send(event);
            } else {
                sendOn(transacted, event);
            }
        } catch (SyncEventPublishException e) {
            failures.notPublished(event, e);
        }
    }

    private @Nullable TransactedSession transactedSession(SyncEvent event) {
        try {
            return TransactedSession.of(connectionFactory);
        } catch (JmsException e) {
            throw failed(event, e);
        }
    }

    private void send(SyncEvent event) {
        publish(
                event,
                PublishOutcome.PUBLISHED,
                trace -> attempts.run(() -> messages.send(event, trace, connectionFactory)));
    }

    private void sendOn(TransactedSession transacted, SyncEvent event) {
        publish(event, PublishOutcome.IN_TRANSACTION, trace -> messages.sendOn(transacted.session(), event, trace));
    }

    private void publish(SyncEvent event, PublishOutcome good, Consumer<Map<String, String>> sending) {
        // Filled when the observation starts, before any attempt has made a message.
        Map<String, String> trace = new TreeMap<>();
        Observation observation = Observation.createNotStarted(
                        "sync.producer.publish", () -> carriedBy(trace), observations)
                .contextualName("publish " + event.type())
                .lowCardinalityKeyValue("type", event.type().name())
                .highCardinalityKeyValue(
                        "organizationId", event.organizationId().value())
                .highCardinalityKeyValue("pfaId", event.pfaId().value())
                .highCardinalityKeyValue("eventId", event.eventId().value());
        try {
            observation.observe(() -> sending.accept(trace));
        } catch (JmsException e) {
            throw failed(event, e);
        }
        counts.count(event.type(), good);
    }

    // Other headers of a trace are left out: of tracestate, and of baggage even more, anyone upstream may send much.
    private static Observation.Context carriedBy(Map<String, String> trace) {
        SenderContext<Map<String, String>> context = new SenderContext<>(
                (carrier, name, value) -> {
                    if (carrier != null && name.equals(TraceParent.NAME)) {
                        carrier.put(name, value);
                    }
                },
                Kind.PRODUCER);
        context.setCarrier(trace);
        return context;
    }

    private SyncEventPublishException failed(SyncEvent event, JmsException e) {
        counts.count(event.type(), PublishOutcome.FAILED);
        return new SyncEventPublishException(event, e);
    }
}
