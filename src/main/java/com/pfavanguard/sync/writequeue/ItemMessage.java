package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.QueueMessage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The JMS message of an item, in the write queue or among the failed ones: the item as its body, its progress as
 * properties. The message stays in the queue until the item ends; only a retry, which must survive the worker's death,
 * replaces it, in one transaction with its event.
 *
 * <p>A fresh item has the priority it was given; one put back has the highest (decision 0013).
 */
public final class ItemMessage {

    public static final String ORGANIZATION_ID = "organizationId";
    static final String PFA_ID = "pfaId";
    public static final String ITEM_ID = "itemId";
    static final String JOB_ID = "jobId";
    static final String MODIFICATION_ID = "modificationId";
    public static final String RECORD = "record";
    static final String KILOBYTES = "kilobytes";
    public static final String STAGE = "stage";
    static final String ATTEMPT_ID = "attemptId";
    static final String RETRY_COUNT = "retryCount";
    static final String NEXT_ATTEMPT_AT = "nextAttemptAt";
    static final String UNANSWERED_WRITE = "unansweredWriteAgainst";
    public static final String FAILED_AT = "failedAt";
    static final String ERROR = "error";
    static final String ERROR_CODE = "errorCode";

    /** Properties that repeat parts of the body, so that the broker can select by them. */
    private static final List<String> LABELS =
            List.of(ORGANIZATION_ID, PFA_ID, ITEM_ID, JOB_ID, MODIFICATION_ID, RECORD);

    private static final String NONE = "";
    private static final int BEGUN_PRIORITY = QueueMessage.HIGHEST_PRIORITY;
    private static final int FAILED_PRIORITY = 4;
    private static final int HIGHEST_FRESH_PRIORITY = BEGUN_PRIORITY - 1;
    private static final WriteItemJson JSON = new WriteItemJson();

    /** The stage of an item in the write queue. */
    public enum Stage {
        /** Not started. */
        FRESH,
        /** Started, and waiting for its next attempt. */
        RETRY
    }

    private final QueueMessage message;

    public ItemMessage(QueueMessage message) {
        this.message = message;
    }

    static ItemMessage fresh(WriteItem item) {
        String body = JSON.encode(item);
        Map<String, String> properties = labels(item);
        properties.put(KILOBYTES, String.valueOf(1 + body.length() / 1024));
        properties.put(ATTEMPT_ID, UUID.randomUUID().toString());
        return new ItemMessage(QueueMessage.of(body, properties).withPriority(jmsPriority(item.priority())));
    }

    // Maps eleven priorities to nine; the tenth priority of JMS is for items that have been started.
    static int jmsPriority(int priority) {
        return priority * HIGHEST_FRESH_PRIORITY / WriteItem.MAX_PRIORITY;
    }

    QueueMessage message() {
        return message;
    }

    /** The message for another attempt, which uses a retry. */
    ItemMessage retry(int retryCount, Instant nextAttemptAt) {
        return putBack(nextAttemptAt)
                .with(Map.of(
                        RETRY_COUNT,
                        String.valueOf(retryCount),
                        ATTEMPT_ID,
                        UUID.randomUUID().toString()));
    }

    /** The message for the same attempt, which was not made or does not count. */
    ItemMessage putBack(Instant nextAttemptAt) {
        return with(Map.of(
                STAGE,
                Stage.RETRY.name(),
                RETRY_COUNT,
                String.valueOf(retryCount()),
                NEXT_ATTEMPT_AT,
                nextAttemptAt.toString(),
                FAILED_AT,
                NONE));
    }

    private ItemMessage with(Map<String, String> properties) {
        return new ItemMessage(message.with(properties).withPriority(BEGUN_PRIORITY));
    }

    /** Notes that a write against this version of the record got no answer; PEMS may have made it. */
    public ItemMessage withUnansweredWrite(int against) {
        return new ItemMessage(message.with(Map.of(UNANSWERED_WRITE, String.valueOf(against))));
    }

    /** The version that the latest unanswered write was made against, if there is one. */
    public OptionalInt unansweredWrite() {
        return number(UNANSWERED_WRITE);
    }

    /** The same message with another edit of the same item. */
    public ItemMessage withItem(WriteItem item) {
        return new ItemMessage(
                QueueMessage.of(JSON.encode(item), message.properties()).withPriority(message.priority()));
    }

    ItemMessage failed(Failure failure, Instant now) {
        Map<String, String> properties = Map.of(
                STAGE, NONE,
                ATTEMPT_ID, NONE,
                NEXT_ATTEMPT_AT, NONE,
                RETRY_COUNT, String.valueOf(failure.retryCount()),
                FAILED_AT, now.toString(),
                ERROR, failure.error(),
                ERROR_CODE, failure.code());
        // All failed items have the same priority, so that the oldest comes first.
        return new ItemMessage(message.with(properties).withPriority(FAILED_PRIORITY));
    }

    /** @throws PoisonedItemException if the message is not an item */
    public WriteItem item() {
        return JSON.decode(message.body());
    }

    /**
     * The item, if the properties used to select, show and count it agree with its body.
     *
     * @throws PoisonedItemException if they disagree, or if the message is not an item
     */
    public WriteItem itemInQueue() {
        WriteItem item = item();
        Map<String, String> own = labels(item);
        List<String> foreign = LABELS.stream()
                .filter(name -> !message.property(name).equals(Optional.ofNullable(own.get(name))))
                .toList();
        if (!foreign.isEmpty()) {
            throw new PoisonedItemException("its properties " + foreign + " differ from the item in its body");
        }
        return item;
    }

    // The properties that repeat parts of the body.
    private static Map<String, String> labels(WriteItem item) {
        Map<String, String> labels = new HashMap<>(Map.of(
                ORGANIZATION_ID, item.organizationId().value(),
                PFA_ID, item.pfaId().value(),
                ITEM_ID, item.itemId().toString(),
                JOB_ID, item.jobId(),
                RECORD, item.record()));
        if (item.modificationIdOrNull() != null) {
            labels.put(MODIFICATION_ID, item.modificationIdOrNull());
        }
        return labels;
    }

    /**
     * The organization that may learn of this item's failure: the one its properties name, unless another property or
     * the body names another organization or PFA. Empty if they disagree, since either may be wrong, and if the body is
     * not JSON and so could belong to any organization.
     */
    Optional<OrganizationId> owner() {
        return organizationId().filter(named -> {
            Optional<String> pfa = message.property(PFA_ID);
            boolean sameRecord = record().map(record -> record.equals(named + "/" + pfa.orElse("")))
                    .orElse(true);
            return sameRecord && JSON.mayBeOf(message.body(), named.value(), pfa);
        });
    }

    /** The message without its organization and PFA. */
    ItemMessage withoutOwner() {
        return new ItemMessage(message.with(Map.of(ORGANIZATION_ID, NONE, PFA_ID, NONE)));
    }

    public Stage stage() {
        return message.property(STAGE).equals(Optional.of(Stage.RETRY.name())) ? Stage.RETRY : Stage.FRESH;
    }

    /** Whether it had failed and an administrator has moved it back in the broker's console. */
    boolean isBack() {
        return stage() == Stage.FRESH && failedAt().isPresent();
    }

    /**
     * The id of an event about this attempt. The same if the attempt is begun again after a worker's death, so that
     * clients drop the second event.
     */
    EventId eventId(String kind) {
        String attempt = message.property(ATTEMPT_ID)
                .filter(EventId::isValid)
                .orElseGet(() -> message.property(ITEM_ID).orElse("") + sentAt().toEpochMilli());
        return new EventId(kind + "-" + attempt);
    }

    /** The id of the event about the removal of this failed item; another one if the item is retried and fails again. */
    EventId removalId() {
        String failed = failedAt().orElseGet(this::sentAt).toEpochMilli() + "-" + itemId().orElse("");
        return EventId.isValid("removed-" + failed) ? new EventId("removed-" + failed) : EventId.random();
    }

    /** When the message was sent to the queue. */
    public Instant sentAt() {
        return Objects.requireNonNullElse(message.sentAtOrNull(), Instant.EPOCH);
    }

    /** The PFA and its organization, as one text; empty if the message is not an item. */
    public Optional<String> record() {
        return message.property(RECORD);
    }

    public Optional<String> itemId() {
        return message.property(ITEM_ID);
    }

    /** Retries used so far; 0 for a failed item that was moved back by hand. */
    public int retryCount() {
        return stage() == Stage.FRESH ? 0 : failedAfterRetries();
    }

    int failedAfterRetries() {
        return Math.max(0, number(RETRY_COUNT).orElse(0));
    }

    private OptionalInt number(String property) {
        try {
            return message.property(property)
                    .map(text -> OptionalInt.of(Integer.parseInt(text)))
                    .orElseGet(OptionalInt::empty);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    public Optional<Instant> nextAttemptAt() {
        return moment(NEXT_ATTEMPT_AT);
    }

    Optional<Instant> failedAt() {
        return moment(FAILED_AT);
    }

    Optional<Failure> failure() {
        return message.property(ERROR)
                .map(error ->
                        new Failure(message.property(ERROR_CODE).orElse("UNKNOWN_ERROR"), error, failedAfterRetries()));
    }

    private Optional<Instant> moment(String property) {
        try {
            return message.property(property).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** From the properties, so that it is often known even if the body is unreadable. */
    public Optional<OrganizationId> organizationId() {
        return message.property(ORGANIZATION_ID).filter(OrganizationId::isValid).map(OrganizationId::new);
    }

    /** From the properties, like {@link #organizationId}. */
    public Optional<PfaId> pfaId() {
        return message.property(PFA_ID).filter(PfaId::isValid).map(PfaId::new);
    }

    @Override
    public String toString() {
        // A producer's id must not forge a log line.
        String id = itemId().filter(text -> text.matches("[A-Za-z0-9-]{1,64}")).orElse("?");
        return "item " + id + " for PFA "
                + pfaId().map(PfaId::value).orElse("?") + " of organization "
                + organizationId().map(OrganizationId::value).orElse("?");
    }
}
