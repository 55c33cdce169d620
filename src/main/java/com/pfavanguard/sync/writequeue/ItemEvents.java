package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes every event of an item's life, from SYNC_QUEUED to its end, and counts it in the figures. The write queue,
 * the worker and the conflicts call it in the transaction that moves the item, so that the event and the move are
 * committed together; only SYNC_PROCESSING is published at once. Safe for any thread.
 */
public final class ItemEvents {

    private final SyncEventPublisher events;
    private final SyncFigures figures;
    private final JmsTransactions transactions;
    private final Clock clock;

    ItemEvents(SyncEventPublisher events, SyncFigures figures, JmsTransactions transactions, Clock clock) {
        this.events = events;
        this.figures = figures;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Publishes SYNC_QUEUED: the item waits for its first attempt. */
    void queued(WriteItem item) {
        publishQueued(EventId.random(), item);
    }

    private void publishQueued(EventId eventId, WriteItem item) {
        events.publish(new SyncQueued(eventId, item.organizationId(), item.pfaId(), clock.instant()));
    }

    /**
     * Publishes SYNC_PROCESSING: a worker begins an attempt. Published outside the transaction, so that clients see it
     * while PEMS is being asked; the same attempt begun again after a crash repeats the same event id.
     */
    public void processing(ItemMessage taken, WriteItem item) {
        transactions.runOutside(() -> {
            // An administrator moved a failed item back in the console; only the worker can announce that it is queued.
            if (taken.isBack()) {
                publishQueued(taken.eventId("queued"), item);
            }
            events.publish(new SyncProcessing(
                    taken.eventId("processing"), item.organizationId(), item.pfaId(), clock.instant()));
        });
    }

    /** Publishes SYNC_QUEUED with the details of the next attempt. */
    void retrying(WriteItem item, int retryCount, Instant nextAttemptAt) {
        events.publish(new SyncQueued(
                EventId.random(),
                item.organizationId(),
                item.pfaId(),
                clock.instant(),
                new SyncQueued.Retry(retryCount, nextAttemptAt)));
        figures.retried();
    }

    /** Publishes SYNC_SUCCESS: PEMS holds the changes as of {@code version}. */
    public void written(WriteItem item, int version) {
        events.publish(
                new SyncSuccess(EventId.random(), item.organizationId(), item.pfaId(), clock.instant(), version));
        figures.completed(item.organizationId(), item.queuedAt());
    }

    /** Publishes SYNC_CONFLICT: a person has to decide. */
    public void conflict(WriteItem item, String conflictId, List<String> fields) {
        events.publish(new SyncConflict(
                EventId.random(), item.organizationId(), item.pfaId(), clock.instant(), conflictId, fields));
        figures.conflicted(item.organizationId());
    }

    /** Publishes SYNC_SUCCESS for a conflict that was settled with the values PEMS holds; nothing is written. */
    public void settledWithPems(WriteItem item, int version) {
        events.publish(new SyncSuccess(
                EventId.random(), item.organizationId(), item.pfaId(), clock.instant(), version, SyncSuccess.USE_PEMS));
    }

    /**
     * Publishes SYNC_FAILED: the item has failed for good. Publishes nothing, and only counts, if it is unknown whose item
     * it is or which PFA it changes.
     */
    void failed(@Nullable OrganizationId organizationId, @Nullable PfaId pfaId, Failure failure, Instant failedAt) {
        if (organizationId != null && pfaId != null) {
            events.publish(new SyncFailed(
                    EventId.random(), organizationId, pfaId, failedAt, failure.error(), failure.retryCount()));
        }
        figures.failed(organizationId, failure);
    }

    /**
     * Publishes SYNC_REMOVED: the failed item is no longer kept. The same item has the same event id each time, so that
     * clients drop a second event.
     */
    void removed(ItemMessage taken, OrganizationId organizationId, PfaId pfaId, SyncRemoved.Reason reason) {
        events.publish(new SyncRemoved(taken.removalId(), organizationId, pfaId, clock.instant(), reason));
    }
}
