package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.JmsUtils;

/** Asks the broker about itself (Artemis manual, "Management via JMS"). Safe for any thread. */
final class BrokerManagement {

    private static final String ADDRESS = "activemq.management";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    // Artemis 2.55 may fail on a consumer that is just being closed (ServerConsumerImpl.getDeliveringMessages); our
    // consumers live for one message each, so it is gone at the next try.
    private static final int MOST_QUESTIONS = 20;

    private final ConnectionFactory connectionFactory;

    BrokerManagement(ConnectionFactory connectionFactory) {
        this.connectionFactory = connectionFactory;
    }

    /** Writes the question into a message. */
    interface Question {

        void putInto(Message message) throws JMSException;
    }

    /** The number that answers the question. */
    long number(Question question) {
        return answer(question, Number.class).longValue();
    }

    /** The text that answers the question. */
    String text(Question question) {
        return answer(question, String.class);
    }

    /**
     * The answer to one question, asked once; throws if the broker refuses to answer, which it says in a text.
     *
     * @throws UncategorizedJmsException with the broker's words
     */
    <T> T checked(Question question, Class<T> type) {
        Message answer = send(question);
        if (answer == null) {
            throw new UncategorizedJmsException("The broker did not answer a management request in time");
        }
        Object result = result(answer);
        try {
            if (JMSManagementHelper.hasOperationSucceeded(answer) && type.isInstance(result)) {
                return type.cast(result);
            }
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        }
        throw new UncategorizedJmsException(String.valueOf(result));
    }

    private <T> T answer(Question question, Class<T> type) {
        Object answer = null;
        for (int asked = 0; asked < MOST_QUESTIONS; asked++) {
            answer = ask(question);
            if (type.isInstance(answer)) {
                return type.cast(answer);
            }
            if (answer == null) {
                break;
            }
        }
        throw new UncategorizedJmsException("The broker did not answer a management request: " + answer);
    }

    private @Nullable Object ask(Question question) {
        Message answer = send(question);
        return answer == null ? null : result(answer);
    }

    private @Nullable Message send(Question question) {
        JmsTemplate management = new JmsTemplate(connectionFactory);
        management.setReceiveTimeout(PATIENCE.toMillis());
        return management.sendAndReceive(ADDRESS, session -> {
            Message message = session.createMessage();
            question.putInto(message);
            return message;
        });
    }

    private static @Nullable Object result(Message answer) {
        try {
            return JMSManagementHelper.getResult(answer);
        } catch (Exception e) {
            throw new UncategorizedJmsException("The broker's answer to a management request is unreadable", e);
        }
    }
}
