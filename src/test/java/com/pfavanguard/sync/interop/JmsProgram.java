package com.pfavanguard.sync.interop;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A backend that publishes with the JMS client of its class path: sends what {@link Order}s on standard input say, and
 * answers each with {@code sent <name>} or {@code refused <name> <error>}.
 */
final class JmsProgram {

    private JmsProgram() {}

    /** @param args class of the connection factory, URL, user, password */
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = (ConnectionFactory) Class.forName(args[0])
                .getConstructor(String.class, String.class, String.class)
                .newInstance(args[2], args[3], args[1]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            Order order = Order.of(line);
            // A connection for each, since a refusal may end it.
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                send(order, session);
                System.out.println("sent " + order.name());
            } catch (JMSException e) {
                System.out.println("refused " + order.name() + " "
                        + Objects.toString(e.getMessage()).replaceAll("\\s+", " "));
            }
        }
    }

    private static Message message(Order order, Session session) throws JMSException {
        if (order.kind() == Order.Kind.BYTES) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(order.body().getBytes(StandardCharsets.UTF_8));
            return message;
        }
        return session.createTextMessage(order.body());
    }

    private static void send(Order order, Session session) throws JMSException {
        Destination destination = order.kind() == Order.Kind.TO_QUEUE
                ? session.createQueue(order.destination())
                : session.createTopic(order.destination());
        Message message = message(order, session);
        message.setStringProperty("eventId", order.eventId());
        message.setStringProperty("_AMQ_DUPL_ID", order.eventId());
        try (MessageProducer producer = session.createProducer(destination)) {
            producer.send(
                    message,
                    DeliveryMode.PERSISTENT,
                    order.kind() == Order.Kind.URGENT ? 9 : Message.DEFAULT_PRIORITY,
                    order.kind() == Order.Kind.SHORT_LIVED ? 1 : Message.DEFAULT_TIME_TO_LIVE);
        }
    }
}
