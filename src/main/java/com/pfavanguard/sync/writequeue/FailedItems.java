package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.security.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Holds the items that have failed for good, until they are retried, removed or expire. */
class FailedItems {

    private static final Duration PATIENCE = Duration.ofMillis(250);

    // A message without an organization may carry the id of another organization's item, and must not hide it.
    private static final Selector OWNED = new Selector(ItemMessage.ORGANIZATION_ID + " IS NOT NULL");

    private final DurableQueue failed;
    private final WriteQueue queue;
    private final JmsTransactions transactions;

    FailedItems(DurableQueue failed, WriteQueue queue, JmsTransactions transactions) {
        this.failed = failed;
        this.queue = queue;
        this.transactions = transactions;
    }

    long count(OrganizationId organizationId) {
        return failed.count(of(organizationId));
    }

    /** Lists failed items, newest first; the bodies are not parsed yet. */
    List<ItemMessage> list(OrganizationId organizationId) {
        return QueueMessage.newestFirst(failed.browse(of(organizationId))).stream()
                .map(ItemMessage::new)
                .toList();
    }

    private static Selector of(OrganizationId organizationId) {
        return Selector.where(ItemMessage.ORGANIZATION_ID, organizationId);
    }

    /**
     * Ids of the organization's failed items, oldest first. Without those that have none, which only the console shows.
     *
     * @param before without those that failed at this moment or later
     */
    List<UUID> ids(OrganizationId organizationId, Instant before) {
        List<UUID> ids = new ArrayList<>();
        failed.browse(of(organizationId), message -> {
            ItemMessage item = new ItemMessage(message);
            if (item.failedAt().filter(at -> !at.isBefore(before)).isEmpty()) {
                item.itemId().flatMap(FailedItems::uuid).ifPresent(ids::add);
            }
        });
        return ids;
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Queues the item again with all its retries. Of several callers at once, one succeeds. */
    WriteItem retry(UUID itemId, Access access) {
        return transactions.call(() -> enqueue(take(itemId, access)));
    }

    /** The same for an administrator of the whole process. */
    WriteItem retry(UUID itemId, OrganizationId organizationId) {
        return transactions.call(() -> enqueue(take(itemId, organizationId)));
    }

    private WriteItem enqueue(ItemMessage taken) {
        WriteItem item = item(taken);
        queue.enqueue(List.of(item));
        return item;
    }

    /** Removes the item, with SYNC_REMOVED; its edit is given up. */
    ItemMessage remove(UUID itemId, Access access) {
        return transactions.call(() -> giveUp(take(itemId, access)));
    }

    /** The same for an administrator of the whole process. */
    ItemMessage remove(UUID itemId, OrganizationId organizationId) {
        return transactions.call(() -> giveUp(take(itemId, organizationId)));
    }

    private ItemMessage giveUp(ItemMessage taken) {
        queue.removed(taken, SyncRemoved.Reason.GIVEN_UP);
        return taken;
    }

    // Exceptions are thrown inside the transaction, so that the item goes back. While another caller has it in hand it
    // is not found; a moment later it is gone or back.
    private ItemMessage take(UUID itemId, Access access) {
        ItemMessage taken = take(Selector.where(ItemMessage.ITEM_ID, itemId).and(OWNED));
        OrganizationId organizationId = taken.owner().orElseThrow(FailedItems::unknown);
        if (!access.sees(organizationId)) {
            throw unknown();
        }
        access.require(Permission.SYNC, organizationId);
        return taken;
    }

    private ItemMessage take(UUID itemId, OrganizationId organizationId) {
        return take(of(organizationId).and(ItemMessage.ITEM_ID, itemId));
    }

    private ItemMessage take(Selector selector) {
        return failed.take(selector, PATIENCE).map(ItemMessage::new).orElseThrow(FailedItems::unknown);
    }

    private static WriteItem item(ItemMessage taken) {
        try {
            return taken.itemInQueue();
        } catch (PoisonedItemException e) {
            throw new ApiException(
                    HttpStatus.CONFLICT,
                    ErrorCode.VALIDATION_FAILED,
                    "This message cannot be retried: " + e.getMessage());
        }
    }

    private static ApiException unknown() {
        return ApiException.notFound("There is no failed item with this id");
    }
}
