package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failed item as the REST API shows it: names of fields, never values.
 *
 * @param itemId the failed edit's id, for a retry or a removal
 * @param jobId the request that queued it; left out if it did not come by REST
 * @param modificationId the sender's name for the edit; left out if it gave none
 * @param pfaId business key of the record; left out if the message cannot be read
 * @param fields names of the fields it would have set
 * @param modifiedBy name of the user who made the edit; left out if the message cannot be read
 * @param queuedAt when it was queued; left out if the message cannot be read
 * @param failedAt when it failed; left out if that is not known
 * @param error for people
 * @param errorCode for programs; failed-edits.md lists the codes
 * @param retryCount retries already used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FailedItem(
        String itemId,
        @Nullable String jobId,
        @Nullable String modificationId,
        @Nullable String pfaId,
        List<String> fields,
        @Nullable String modifiedBy,
        @Nullable Instant queuedAt,
        @Nullable Instant failedAt,
        String error,
        String errorCode,
        @Schema(minimum = "0") int retryCount) {

    static FailedItem of(ItemMessage message) {
        Optional<WriteItem> item = item(message);
        Failure failure = message.failure().orElse(new Failure("UNKNOWN_ERROR", "The edit could not be processed", 0));
        return new FailedItem(
                message.message().property(ItemMessage.ITEM_ID).orElse(""),
                message.message().property(ItemMessage.JOB_ID).orElse(null),
                item.map(WriteItem::modificationIdOrNull).orElse(null),
                message.message().property(ItemMessage.PFA_ID).orElse(null),
                item.map(found -> List.copyOf(found.changes().names())).orElse(List.of()),
                item.map(WriteItem::modifiedBy).orElse(null),
                item.map(WriteItem::queuedAt).orElse(null),
                message.failedAt().orElse(null),
                failure.error(),
                failure.code(),
                failure.retryCount());
    }

    private static Optional<WriteItem> item(ItemMessage message) {
        try {
            return Optional.of(message.itemInQueue());
        } catch (PoisonedItemException e) {
            // Shown with what its properties say.
            return Optional.empty();
        }
    }
}
