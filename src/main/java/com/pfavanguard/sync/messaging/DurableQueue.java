package com.pfavanguard.sync.messaging;

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
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.JmsUtils;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the broker's work queues. Sending and taking join the transaction the thread is in, see
 * {@link JmsTransactions}. Safe for any thread.
 *
 * <p>All methods throw Spring's {@link JmsException} if the broker cannot be reached or refuses.
 */
public final class DurableQueue {

    /** What the broker calls the value of a property that is missing. */
    public static final String NO_VALUE = "null";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private final String name;
    private final ConnectionFactory connectionFactory;
    private final BrokerManagement management;

    DurableQueue(String name, ConnectionFactory connectionFactory) {
        this.name = name;
        this.connectionFactory = connectionFactory;
        this.management = new BrokerManagement(connectionFactory);
    }

    public String name() {
        return name;
    }

    public void send(QueueMessage message) {
        JmsTemplate sender = template();
        sender.setExplicitQosEnabled(true);
        sender.setDeliveryPersistent(true);
        sender.setPriority(message.priority());
        sender.setTimeToLive(
                message.timeToLiveOrNull() == null
                        ? Message.DEFAULT_TIME_TO_LIVE
                        : message.timeToLiveOrNull().toMillis());
        sender.send(name, session -> JmsQueueMessages.toJms(message, session));
    }

    // One for each use: priority and patience are its settings. Cheap, the session behind it is a cached one.
    private JmsTemplate template() {
        JmsTemplate template = new JmsTemplate(connectionFactory);
        template.setSessionTransacted(true);
        return template;
    }

    /**
     * Takes one message out of the queue, the first that is meant and that nobody else has in hand.
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

    /** Messages that wait, in the order they would be handed out; those somebody has in hand are not among them. */
    public List<QueueMessage> browse(Selector selector) {
        List<QueueMessage> messages = new ArrayList<>();
        browse(selector, messages::add);
        return messages;
    }

    /** Likewise, one at a time. */
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

    /**
     * How many messages wait, in nobody's hand. Like all counts it is the broker's, who may take some milliseconds to
     * notice the latest.
     */
    public long countWaiting(Selector selector) {
        return number("countMessages", selector)
                // Without a selector Artemis counts those in hand as well, with one it does not.
                - (selector.equals(Selector.ALL) ? countInHand(selector) : 0);
    }

    /** Likewise, for each value of a string property; messages without it are counted under {@value #NO_VALUE}. */
    public Map<String, Long> countWaitingBy(String property, Selector selector) {
        String counts = management.text(message -> JMSManagementHelper.putOperationInvocation(
                message, "queue." + name, "countMessages", coreFilter(selector), property));
        return JSON.readValue(counts, COUNTS);
    }

    /** How many messages somebody has taken without having said yet what becomes of them. */
    public long countInHand(Selector selector) {
        return number("countDeliveringMessages", selector);
    }

    /** How many messages there are, in somebody's hand or not. */
    public long count(Selector selector) {
        return selector.equals(Selector.ALL)
                ? number("countMessages", selector)
                : countWaiting(selector) + countInHand(selector);
    }

    private long number(String operation, Selector selector) {
        return management.number(message ->
                JMSManagementHelper.putOperationInvocation(message, "queue." + name, operation, coreFilter(selector)));
    }

    // Where a selector says JMSPriority, the broker's own language says AMQPriority.
    private static String coreFilter(Selector selector) {
        return SelectorTranslator.convertToActiveMQFilterString(selector.expression());
    }
}
