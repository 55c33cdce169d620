package com.pfavanguard.sync.messaging;

import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.utils.SelectorTranslator;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.InvalidDestinationException;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.JmsUtils;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the broker's work queues. Sending and taking join the thread's transaction, see {@link JmsTransactions}. Safe
 * for any thread.
 *
 * <p>All methods throw Spring's {@link JmsException} if the broker cannot be reached or refuses.
 */
public final class DurableQueue {

    /** The broker's name for the value of a missing property. */
    public static final String NO_VALUE = "null";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private final String name;
    private final ConnectionFactory connectionFactory;
    private final BrokerManagement management;
    private final ObservationRegistry observations;

    DurableQueue(String name, ConnectionFactory connectionFactory, ObservationRegistry observations) {
        this.name = name;
        this.connectionFactory = connectionFactory;
        this.management = new BrokerManagement(connectionFactory);
        this.observations = observations;
    }

    public String name() {
        return name;
    }

    /**
     * Sends a message. If the thread has a trace, the message carries it as the property {@code traceparent}; if not, it
     * keeps the one it has, as does an item that is put back.
     */
    public void send(QueueMessage message) {
        JmsTemplate sender = template();
        sender.setExplicitQosEnabled(true);
        sender.setDeliveryPersistent(true);
        sender.setPriority(message.priority());
        sender.setTimeToLive(
                message.timeToLiveOrNull() == null
                        ? Message.DEFAULT_TIME_TO_LIVE
                        : message.timeToLiveOrNull().toMillis());
        if (observations.getCurrentObservation() != null) {
            sender.setObservationRegistry(observations);
        }
        sender.send(name, session -> JmsQueueMessages.toJms(message, session));
    }

    /** Whether a failure says that the broker has no such queue, or that the user may not use it. */
    public boolean isRefused(JmsException e) {
        return e instanceof JmsSecurityException
                || e instanceof InvalidDestinationException
                // Artemis' client throws no exception of its own class for a missing queue.
                || ("There is no queue with name " + name)
                        .equals(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    }

    // A new one for each use, since priority and timeout are its settings. Cheap: the session behind it is cached.
    private JmsTemplate template() {
        JmsTemplate template = new JmsTemplate(connectionFactory);
        template.setSessionTransacted(true);
        return template;
    }

    /**
     * Takes the first message that the selector matches and no other consumer has in hand.
     *
     * @param patience how long to wait for one
     */
    public Optional<QueueMessage> take(Selector selector, Duration patience) {
        JmsTemplate patient = template();
        patient.setReceiveTimeout(
                patience.isZero() ? JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT : Math.max(1, patience.toMillis()));
        Message message = patient.receiveSelected(name, selector.expression());
        return Optional.ofNullable(message).map(DurableQueue::fromJms);
    }

    /** Waiting messages in the order of delivery, without those in hand. */
    public List<QueueMessage> browse(Selector selector) {
        List<QueueMessage> messages = new ArrayList<>();
        browse(selector, messages::add);
        return messages;
    }

    /** Like {@link #browse(Selector)}, one message at a time. */
    public void browse(Selector selector, Consumer<QueueMessage> look) {
        template().browseSelected(name, selector.expression(), (session, browser) -> {
            for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements(); ) {
                look.accept(JmsQueueMessages.fromJms((Message) each.nextElement()));
            }
            return true;
        });
    }

    private static QueueMessage fromJms(Message message) {
        try {
            return JmsQueueMessages.fromJms(message);
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        }
    }

    /** Counts the waiting messages, without those in hand. The broker counts, and may lag by some milliseconds. */
    public long countWaiting(Selector selector) {
        return number("countMessages", selector)
                // Without a selector Artemis counts those in hand as well, with one it does not.
                - (selector.equals(Selector.ALL) ? countInHand(selector) : 0);
    }

    /** Counts waiting messages per value of a string property; {@value #NO_VALUE} counts those without it. */
    public Map<String, Long> countWaitingBy(String property, Selector selector) {
        String counts = management.text(message -> JMSManagementHelper.putOperationInvocation(
                message, "queue." + name, "countMessages", coreFilter(selector), property));
        return JSON.readValue(counts, COUNTS);
    }

    /** Counts messages that a consumer has taken in a transaction not yet ended. */
    public long countInHand(Selector selector) {
        return number("countDeliveringMessages", selector);
    }

    /** Counts all messages, waiting or in hand. */
    public long count(Selector selector) {
        return selector.equals(Selector.ALL)
                ? number("countMessages", selector)
                : countWaiting(selector) + countInHand(selector);
    }

    private long number(String operation, Selector selector) {
        return management.number(message ->
                JMSManagementHelper.putOperationInvocation(message, "queue." + name, operation, coreFilter(selector)));
    }

    // Artemis's own filter language says AMQPriority for JMSPriority.
    private static String coreFilter(Selector selector) {
        return SelectorTranslator.convertToActiveMQFilterString(selector.expression());
    }
}
