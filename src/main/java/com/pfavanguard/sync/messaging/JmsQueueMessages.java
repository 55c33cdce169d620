package com.pfavanguard.sync.messaging;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts {@link QueueMessage}s to JMS and back. Reads any message, also one put there by hand. */
final class JmsQueueMessages {

    private static final String DUPLICATE_DETECTION_ID = "_AMQ_DUPL_ID";

    private JmsQueueMessages() {}

    static Message toJms(QueueMessage message, Session session) throws JMSException {
        TextMessage text = session.createTextMessage(message.body());
        for (Map.Entry<String, String> property : message.properties().entrySet()) {
            text.setStringProperty(property.getKey(), property.getValue());
        }
        if (message.duplicateIdOrNull() != null) {
            text.setStringProperty(DUPLICATE_DETECTION_ID, message.duplicateIdOrNull());
        }
        return text;
    }

    static QueueMessage fromJms(Message message) throws JMSException {
        return new QueueMessage(
                body(message),
                properties(message),
                message.getJMSPriority(),
                null,
                null,
                Instant.ofEpochMilli(message.getJMSTimestamp()));
    }

    // A console or a STOMP client may send bytes; any other body counts as empty.
    private static String body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? "" : text.getText();
        }
        if (message instanceof BytesMessage binary) {
            byte[] bytes = new byte[Math.toIntExact(binary.getBodyLength())];
            binary.readBytes(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return "";
    }

    private static Map<String, String> properties(Message message) throws JMSException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            // Skips the broker's own properties and names that a JMS client cannot set.
            if (name.matches("[A-Za-z][A-Za-z0-9_]*") && !name.startsWith("JMS")) {
                properties.put(name, String.valueOf(message.getObjectProperty(name)));
            }
        }
        return properties;
    }
}
