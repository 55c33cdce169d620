package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.QueueMessage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An item's message in the write queue or among the failed ones: the item as its body, and as properties how far it has
 * come. It stays in the queue until the item's end; only a step that a worker must remember across its own death, a
 * retry, puts a new one in its place, in one transaction with the event that tells of it.
 *
 * <p>A fresh item has the priority it was given; one that has been begun and put back has the highest (decision 0013).
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
    public static final String FAILED_AT = "failedAt";
    static final String ERROR = "error";
    static final String ERROR_CODE = "errorCode";

    private static final String NONE = "";
    private static final int BEGUN_PRIORITY = QueueMessage.HIGHEST_PRIORITY;
    private static final int FAILED_PRIORITY = 4;
    private static final int HIGHEST_FRESH_PRIORITY = BEGUN_PRIORITY - 1;
    private static final WriteItemJson JSON = new WriteItemJson();

    /** Where an item in the write queue stands. */
    public enum Stage {
        /** Nothing has been done. */
        FRESH,
        /** Begun, and waits for the time of its next attempt. */
        RETRY
    }

    private final QueueMessage message;

    public ItemMessage(QueueMessage message) {
        this.message = message;
    }

    static ItemMessage fresh(WriteItem item) {
        String body = JSON.encode(item);
        Map<String, String> properties = new HashMap<>(Map.of(
                KILOBYTES, String.valueOf(1 + body.length() / 1024),
                ORGANIZATION_ID, item.organizationId().value(),
                PFA_ID, item.pfaId().value(),
                ITEM_ID, item.itemId().toString(),
                JOB_ID, item.jobId(),
                RECORD, item.record(),
                ATTEMPT_ID, UUID.randomUUID().toString()));
        if (item.modificationIdOrNull() != null) {
            properties.put(MODIFICATION_ID, item.modificationIdOrNull());
        }
        return new ItemMessage(QueueMessage.of(body, properties).withPriority(jmsPriority(item.priority())));
    }

    // Eleven priorities onto nine; the tenth of JMS is for items that have been started.
    static int jmsPriority(int priority) {
        return priority * HIGHEST_FRESH_PRIORITY / WriteItem.MAX_PRIORITY;
    }

    QueueMessage message() {
        return message;
    }

    /** Waits for another attempt. */
    ItemMessage retry(int retryCount, Instant nextAttemptAt) {
        return putBack(nextAttemptAt)
                .with(Map.of(
                        RETRY_COUNT,
                        String.valueOf(retryCount),
                        ATTEMPT_ID,
                        UUID.randomUUID().toString()));
    }

    /** Waits for the same attempt, which was not made or does not count. */
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

    ItemMessage failed(Failure failure, Instant now) {
        Map<String, String> properties = Map.of(
                STAGE, NONE,
                ATTEMPT_ID, NONE,
                NEXT_ATTEMPT_AT, NONE,
                RETRY_COUNT, String.valueOf(failure.retryCount()),
                FAILED_AT, now.toString(),
                ERROR, failure.error(),
                ERROR_CODE, failure.code());
        // All alike, so that the oldest of them comes first.
        return new ItemMessage(message.with(properties).withPriority(FAILED_PRIORITY));
    }

    /** @throws PoisonedItemException if the message is no item */
    public WriteItem item() {
        return JSON.decode(message.body());
    }

    /**
     * The item, if the properties by which the broker is asked for it are its own.
     *
     * @throws PoisonedItemException if they are not, or the message is no item
     */
    public WriteItem itemInQueue() {
        WriteItem item = item();
        if (!record().equals(Optional.of(item.record()))
                || !itemId().equals(Optional.of(item.itemId().toString()))) {
            throw new PoisonedItemException("its properties are not those of the item");
        }
        return item;
    }

    public Stage stage() {
        return message.property(STAGE).equals(Optional.of(Stage.RETRY.name())) ? Stage.RETRY : Stage.FRESH;
    }

    /** Whether it had failed, and somebody has moved it back by hand in the broker's console. */
    boolean isBack() {
        return stage() == Stage.FRESH && failedAt().isPresent();
    }

    /**
     * Names what is told about this attempt, the same again if it has to be begun again after a worker's death: so that
     * nobody is told twice.
     */
    EventId eventId(String kind) {
        String attempt = message.property(ATTEMPT_ID)
                .filter(EventId::isValid)
                .orElseGet(() -> message.property(ITEM_ID).orElse("") + sentAt().toEpochMilli());
        return new EventId(kind + "-" + attempt);
    }

    /** When it was put into the queue. */
    public Instant sentAt() {
        return Objects.requireNonNullElse(message.sentAtOrNull(), Instant.EPOCH);
    }

    /** Which PFA of which organization; empty if it is no item's message. */
    public Optional<String> record() {
        return message.property(RECORD);
    }

    public Optional<String> itemId() {
        return message.property(ITEM_ID);
    }

    /** Retries used so far; of a failed item that somebody has moved back by hand: none. */
    public int retryCount() {
        return stage() == Stage.FRESH ? 0 : failedAfterRetries();
    }

    int failedAfterRetries() {
        try {
            return Math.max(0, Integer.parseInt(message.property(RETRY_COUNT).orElse("0")));
        } catch (NumberFormatException e) {
            return 0;
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

    /** From the properties, so that a message whose body makes no sense still has one, perhaps. */
    public Optional<OrganizationId> organizationId() {
        return message.property(ORGANIZATION_ID).filter(OrganizationId::isValid).map(OrganizationId::new);
    }

    /** Likewise. */
    public Optional<PfaId> pfaId() {
        return message.property(PFA_ID).filter(PfaId::isValid).map(PfaId::new);
    }

    @Override
    public String toString() {
        return "item " + message.property(ITEM_ID).orElse("?") + " for PFA "
                + pfaId().map(PfaId::value).orElse("?") + " of organization "
                + organizationId().map(OrganizationId::value).orElse("?");
    }
}
