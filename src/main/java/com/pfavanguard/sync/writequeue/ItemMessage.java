package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.QueueMessage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An item's message in the write queue or among the failed ones: the item as its body, and as properties how far it has
 * come. Every step of an item replaces its message by a new one, in one transaction with the event that tells of it, so
 * that whatever happens to a worker, the queue says where to go on.
 *
 * <p>A fresh item has the priority it was given. From the first step on it has the highest, and since there is only one
 * such item of a PFA at a time, no later edit can come before it (decision 0013).
 */
public final class ItemMessage {

    static final String ORGANIZATION_ID = "organizationId";
    static final String PFA_ID = "pfaId";
    static final String ITEM_ID = "itemId";
    static final String JOB_ID = "jobId";
    static final String STAGE = "stage";
    static final String RETRY_COUNT = "retryCount";
    static final String NEXT_ATTEMPT_AT = "nextAttemptAt";
    static final String FAILED_AT = "failedAt";
    static final String ERROR = "error";
    static final String ERROR_CODE = "errorCode";

    private static final String NONE = "";
    private static final int STARTED_PRIORITY = QueueMessage.HIGHEST_PRIORITY;
    private static final int HIGHEST_FRESH_PRIORITY = STARTED_PRIORITY - 1;
    private static final WriteItemJson JSON = new WriteItemJson();

    /** Where an item in the write queue stands. */
    public enum Stage {
        /** Nothing has been done. */
        FRESH,
        /** Waits for the time of its next attempt. */
        RETRY,
        /** A worker has said it is processing it. */
        CLAIMED
    }

    private final QueueMessage message;

    public ItemMessage(QueueMessage message) {
        this.message = message;
    }

    static ItemMessage fresh(WriteItem item) {
        Map<String, String> properties = Map.of(
                ORGANIZATION_ID, item.organizationId().value(),
                PFA_ID, item.pfaId().value(),
                ITEM_ID, item.itemId().toString(),
                JOB_ID, item.jobId());
        return new ItemMessage(QueueMessage.of(JSON.encode(item), properties)
                .inGroup(item.record())
                .withPriority(jmsPriority(item.priority())));
    }

    // Eleven priorities onto nine; the tenth of JMS is for items that have been started.
    static int jmsPriority(int priority) {
        return priority * HIGHEST_FRESH_PRIORITY / WriteItem.MAX_PRIORITY;
    }

    QueueMessage message() {
        return message;
    }

    ItemMessage claimed() {
        return started(Map.of(STAGE, Stage.CLAIMED.name(), NEXT_ATTEMPT_AT, NONE, FAILED_AT, NONE));
    }

    ItemMessage retry(int retryCount, Instant nextAttemptAt) {
        return started(Map.of(
                STAGE, Stage.RETRY.name(),
                RETRY_COUNT, String.valueOf(retryCount),
                NEXT_ATTEMPT_AT, nextAttemptAt.toString()));
    }

    /** As it is, to be taken up again by whoever comes next. */
    ItemMessage putBack() {
        return started(Map.of());
    }

    private ItemMessage started(Map<String, String> properties) {
        return new ItemMessage(message.with(properties).withPriority(STARTED_PRIORITY));
    }

    ItemMessage failed(Failure failure, Instant now) {
        Map<String, String> properties = new HashMap<>(Map.of(
                STAGE, NONE,
                NEXT_ATTEMPT_AT, NONE,
                RETRY_COUNT, String.valueOf(failure.retryCount()),
                FAILED_AT, now.toString(),
                ERROR, failure.error(),
                ERROR_CODE, failure.code()));
        return new ItemMessage(message.with(properties));
    }

    /** @throws PoisonedItemException if the message is no item */
    public WriteItem item() {
        return JSON.decode(message.body());
    }

    public Stage stage() {
        return message.property(STAGE)
                .flatMap(name -> switch (name) {
                    case "CLAIMED" -> Optional.of(Stage.CLAIMED);
                    case "RETRY" -> Optional.of(Stage.RETRY);
                    default -> Optional.empty();
                })
                .orElse(Stage.FRESH);
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
