package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.event.SyncQueues;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;

/**
 * Finds out whether a user may ask the broker what a process that works on edits asks it: how many messages the queues
 * hold, and how full its memory is. The answers come on a temporary queue, as they do in the process itself.
 */
final class ManagementRights {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String MANAGEMENT = "activemq.management";

    private static final List<String> COUNTED = List.of(SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS);
    private static final List<String> MEMORY = List.of("addressMemoryUsage", "globalMaxSize");

    private ManagementRights() {}

    private interface Question {

        void putInto(ClientMessage message) throws Exception;
    }

    /**
     * @param session for this alone
     * @param user as the subject of a sentence
     */
    static Optional<BrokerProblem> missing(ClientSession session, String user) throws IOException, ActiveMQException {
        try {
            return areGranted(session)
                    ? Optional.empty()
                    : Optional.of(BrokerProblem.stop(
                            "%s may not ask the broker how many edits wait and how full its memory is. Give the user the"
                                    + " role %s (bin/artemis user reset --role), or copy the security-settings of"
                                    + " \"activemq.management\", \"temporary.#\" and \"mops…\" from"
                                    + " broker-config/single/broker.xml",
                            user, BrokerRoles.WORKERS));
        } finally {
            session.close();
        }
    }

    private static boolean areGranted(ClientSession session) throws IOException, ActiveMQException {
        try {
            SimpleString answers = SimpleString.of(UUID.randomUUID().toString());
            session.createQueue(QueueConfiguration.of(answers)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(false)
                    .setTemporary(true));
            session.start();
            try (ClientProducer producer = session.createProducer();
                    ClientConsumer consumer = session.createConsumer(answers)) {
                for (String queue : COUNTED) {
                    if (!isAnswered(
                            session,
                            producer,
                            consumer,
                            answers,
                            message -> ManagementHelper.putOperationInvocation(
                                    message, "queue." + queue, "countMessages"))) {
                        return false;
                    }
                }
                for (String attribute : MEMORY) {
                    if (!isAnswered(
                            session,
                            producer,
                            consumer,
                            answers,
                            message -> ManagementHelper.putAttribute(message, "broker", attribute))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ActiveMQException e) {
            if (e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                return false;
            }
            throw e;
        }
    }

    // A refused question is answered with a text. So is one about a queue that does not exist, which is a problem of
    // its
    // own.
    private static boolean isAnswered(
            ClientSession session,
            ClientProducer producer,
            ClientConsumer answers,
            SimpleString replyTo,
            Question question)
            throws IOException, ActiveMQException {
        ClientMessage message = session.createMessage(false);
        message.setReplyTo(replyTo);
        Object answer;
        try {
            question.putInto(message);
            producer.send(SimpleString.of(MANAGEMENT), message);
            ClientMessage reply = answers.receive(PATIENCE.toMillis());
            if (reply == null) {
                throw new IOException("The broker does not answer a management request");
            }
            answer = ManagementHelper.getResult(reply);
        } catch (ActiveMQException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The broker's answer to a management request is unreadable", e);
        }
        return !String.valueOf(answer).contains("VIEW");
    }
}
