package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import org.apache.activemq.artemis.core.security.CheckType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a user may ask the broker what the process asks it, such as how many messages a queue holds: the
 * questions that {@link BrokerRoles} allows its roles. Answers come on a temporary queue, as they do in the process.
 */
final class ManagementRights {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final SimpleString MANAGEMENT = SimpleString.of("activemq.management");

    // The address of a question, such as mops.queue.pems.write.countMessages.
    private static final String QUESTIONS = "mops.";

    private final Set<String> roles;
    private final Set<String> questions;

    ManagementRights(Set<BrokerNeed> needs) {
        roles = NeededRights.rolesOf(needs);
        questions = new TreeSet<>();
        BrokerRoles.ofAddresses().forEach((address, granted) -> {
            if (address.startsWith(QUESTIONS)
                    && !BrokerRoles.LOOKS.contains(address)
                    && granted.stream()
                            .anyMatch(role -> roles.contains(role.getName()) && CheckType.VIEW.hasRole(role))) {
                questions.add(address.substring(QUESTIONS.length()));
            }
        });
    }

    /** Whether the process asks anything. */
    boolean areNeeded() {
        return !questions.isEmpty();
    }

    /**
     * Asks every question.
     *
     * @param session for this alone; closed
     * @param user as the subject of a sentence
     */
    Optional<BrokerProblem> missing(ClientSession session, String user) throws IOException, ActiveMQException {
        try (session) {
            Set<String> refused = refused(session);
            return refused.isEmpty()
                    ? Optional.empty()
                    : Optional.of(BrokerProblem.stop(
                            "%s may not ask the broker for %s. Give the user %s (bin/artemis user reset --role), or copy"
                                    + " the security-settings of \"activemq.management\", \"temporary.#\" and \"mops…\""
                                    + " from broker-config/single/broker.xml",
                            user, String.join(", ", refused), NeededRights.named(roles)));
        }
    }

    private Set<String> refused(ClientSession session) throws IOException, ActiveMQException {
        try {
            SimpleString replyTo = SimpleString.of(UUID.randomUUID().toString());
            session.createQueue(QueueConfiguration.of(replyTo)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(false)
                    .setTemporary(true));
            session.start();
            Set<String> refused = new TreeSet<>();
            try (ClientProducer producer = session.createProducer();
                    ClientConsumer answers = session.createConsumer(replyTo)) {
                for (String question : questions) {
                    producer.send(MANAGEMENT, message(question, session).setReplyTo(replyTo));
                    if (isRefusal(answers.receive(PATIENCE.toMillis()))) {
                        refused.add(question);
                    }
                }
            }
            return refused;
        } catch (ActiveMQException e) {
            if (e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                return questions;
            }
            throw e;
        }
    }

    private static ClientMessage message(String question, ClientSession session) throws IOException {
        ClientMessage message = session.createMessage(false);
        int end = question.lastIndexOf('.');
        try {
            ManagementHelper.putOperationInvocation(message, question.substring(0, end), question.substring(end + 1));
            return message;
        } catch (Exception e) {
            throw new IOException("The management request " + question + " cannot be written", e);
        }
    }

    // A refused question is answered with a text. So is one about a queue that does not exist, another problem.
    private static boolean isRefusal(@Nullable ClientMessage answer) throws IOException {
        if (answer == null) {
            throw new IOException("The broker does not answer a management request");
        }
        try {
            return String.valueOf(ManagementHelper.getResult(answer)).contains("VIEW");
        } catch (Exception e) {
            throw new IOException("The broker's answer to a management request is unreadable", e);
        }
    }
}
