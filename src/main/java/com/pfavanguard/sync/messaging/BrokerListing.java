package com.pfavanguard.sync.messaging;

import com.pfavanguard.sync.event.SyncQueues;
import jakarta.jms.ConnectionFactory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists the broker's queues and addresses with their figures, for administrators (Artemis manual, "Management"). Safe for
 * any thread.
 */
public final class BrokerListing {

    // More than our own queues, of which there are a dozen, and those of a connection's answers.
    private static final int MOST_ASKED = 1_000;

    // Those whose age says something; the right to ask is given for no other.
    private static final Set<String> WITH_AGE = Set.of(SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS);

    private static final int LOOKS_FULL_PERCENT = 100;

    private final BrokerManagement management;

    BrokerListing(ConnectionFactory connectionFactory) {
        this.management = new BrokerManagement(connectionFactory);
    }

    /**
     * @param messages all, also those in hand
     * @param delivering sent to consumers and not acknowledged
     * @param oldest when the message that is delivered next was sent; null if there is none, or for other queues
     *     than pems.write, pems.write.failed and pems.conflicts
     */
    public record Queue(
            String name,
            long messages,
            long delivering,
            long consumers,
            long scheduled,
            @Nullable Instant oldest) {}

    /**
     * @param bytes memory of its messages
     * @param percent of its limit; 0 if it has none
     * @param full whether it refuses messages, or writes them to disk only
     */
    public record Address(String name, long bytes, long percent, boolean full) {}

    /**
     * The queues with the most messages. Without those of connections, which are temporary.
     *
     * @throws JmsException if the broker cannot be reached or refuses to list them
     */
    public List<Queue> queues(int most) {
        return list("listQueues", "messageCount")
                .filter(queue -> !isTrue(queue, "temporary") && !isTrue(queue, "internalQueue"))
                .map(this::queue)
                .sorted(Comparator.comparingLong(Queue::messages).reversed().thenComparing(Queue::name))
                .limit(most)
                .map(this::withOldest)
                .toList();
    }

    /**
     * The addresses whose messages take the most memory.
     *
     * @throws JmsException if the broker cannot be reached or refuses to list them
     */
    public List<Address> addresses(int most) {
        return list("listAddresses", "addressSize")
                .filter(address -> !isTrue(address, "temporary") && !isTrue(address, "internal"))
                .map(BrokerListing::address)
                .sorted(Comparator.comparingLong(Address::bytes).reversed().thenComparing(Address::name))
                .limit(most)
                .toList();
    }

    private Stream<JsonNode> list(String operation, String largestFirstBy) {
        String options = JsonMapper.shared()
                .createObjectNode()
                .put("field", "")
                .put("operation", "")
                .put("value", "")
                .put("sortField", largestFirstBy)
                .put("sortOrder", "desc")
                .toString();
        String listed = management.checked(
                message -> JMSManagementHelper.putOperationInvocation(
                        message, "broker", operation, options, 1, MOST_ASKED),
                String.class);
        return JsonMapper.shared().readTree(listed).path("data").valueStream();
    }

    private Queue queue(JsonNode listed) {
        return new Queue(
                listed.path("name").asString(""),
                number(listed, "messageCount"),
                number(listed, "deliveringCount"),
                number(listed, "consumerCount"),
                number(listed, "scheduledCount"),
                null);
    }

    private Queue withOldest(Queue queue) {
        return queue.messages == 0 || !WITH_AGE.contains(queue.name)
                ? queue
                : new Queue(
                        queue.name,
                        queue.messages,
                        queue.delivering,
                        queue.consumers,
                        queue.scheduled,
                        oldest(queue.name).orElse(null));
    }

    private Optional<Instant> oldest(String queue) {
        try {
            Number sentAt = management.checked(
                    message -> JMSManagementHelper.putOperationInvocation(
                            message, "queue." + queue, "getFirstMessageTimestamp"),
                    Number.class);
            return Optional.of(Instant.ofEpochMilli(sentAt.longValue()));
        } catch (JmsException e) {
            return Optional.empty();
        }
    }

    private static Address address(JsonNode listed) {
        long percent = number(listed, "addressLimitPercent");
        return new Address(
                listed.path("name").asString(""),
                number(listed, "addressSize"),
                percent,
                percent >= LOOKS_FULL_PERCENT || isTrue(listed, "paging"));
    }

    // Artemis writes most figures as texts.
    private static long number(JsonNode listed, String field) {
        String text = listed.path(field).asString("");
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static boolean isTrue(JsonNode listed, String field) {
        return listed.path(field).asString("").equals("true");
    }
}
