package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.vital.BoundedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds the items that wait for PEMS and moves each from step to step: queued, waiting for another attempt, failed. Each
 * step exchanges the item's message and publishes its event in the thread's transaction; the worker usually runs it in
 * the transaction in which it took the old message. Safe for any thread.
 */
public class WriteQueue {

    /** Key under which {@link #waitingByOrganization} counts items without an organization. */
    public static final String NO_ORGANIZATION = DurableQueue.NO_VALUE;

    private static final Logger log = LoggerFactory.getLogger(WriteQueue.class);

    private final BoundedLog lines = new BoundedLog();

    // Several items may have to go after the limit was lowered; this keeps one transaction small.
    private static final int MOST_REMOVED_AT_ONCE = 10;

    private final DurableQueue waiting;
    private final DurableQueue failed;
    private final WorkQueues queues;
    private final ItemEvents events;
    private final EditMerger merger;
    private final OrganizationLoad load;
    private final OpenEdits open;
    private final WriteQueueProperties properties;
    private final Clock clock;

    WriteQueue(
            WorkQueues queues, ItemEvents events, OrganizationLoad load, WriteQueueProperties properties, Clock clock) {
        this.load = load;
        this.properties = properties;
        this.queues = queues;
        this.waiting = queues.queue(SyncQueues.WRITE);
        this.failed = queues.queue(SyncQueues.FAILED);
        this.open = new OpenEdits(waiting, failed, queues.queue(SyncQueues.CONFLICTS));
        this.events = events;
        this.merger = new EditMerger(waiting);
        this.clock = clock;
    }

    /** Queues items in this order, all or none, each with its SYNC_QUEUED. */
    public void enqueue(Collection<WriteItem> items) {
        queues.transactions().run(() -> {
            Map<String, Integer> lowest = lowestPriorityWaiting(items);
            for (WriteItem item : items) {
                QueueMessage message = ItemMessage.fresh(item).message();
                // Earlier items of the same PFA in this call count too; the broker cannot show them before the commit.
                int priority = lowest.merge(item.record(), message.priority(), Math::min);
                // Published first, so that no worker publishes SYNC_PROCESSING before it.
                events.queued(item);
                waiting.send(message.withPriority(priority));
            }
        });
    }

    /** Like {@link #enqueue}, but merges an item into the waiting one of the same modification, see {@link EditMerger}. */
    void enqueueOrMerge(Collection<WriteItem> items) {
        queues.transactions().run(() -> enqueue(merger.merge(items)));
    }

    // An edit must not overtake an earlier one of the same PFA, however urgent it is. An item in a worker's hand is not
    // seen here and need not be: the worker begins no other item of that PFA meanwhile.
    private Map<String, Integer> lowestPriorityWaiting(Collection<WriteItem> items) {
        Map<String, Integer> lowest = new HashMap<>();
        if (items.stream().anyMatch(item -> ItemMessage.jmsPriority(item.priority()) > QueueMessage.LOWEST_PRIORITY)) {
            List<String> records = items.stream().map(WriteItem::record).toList();
            Selector same = new Selector("JMSPriority < " + QueueMessage.HIGHEST_PRIORITY)
                    .and(Selector.whereIn(ItemMessage.RECORD, records));
            for (QueueMessage message : waiting.browse(same)) {
                new ItemMessage(message)
                        .record()
                        .ifPresent(record -> lowest.merge(record, message.priority(), Math::min));
            }
        }
        return lowest;
    }

    /** Puts the item back for another attempt, with SYNC_QUEUED and its details. */
    public void retry(ItemMessage taken, WriteItem item, int retryCount, Instant nextAttemptAt) {
        events.retrying(item, retryCount, nextAttemptAt);
        waiting.send(taken.retry(retryCount, nextAttemptAt).message());
    }

    /**
     * Puts the item back without an event and without using a retry: the attempt could not be made or does not count.
     * Unlike a rollback this does not count as a delivery.
     */
    public void putBack(ItemMessage taken, Instant nextAttemptAt) {
        waiting.send(taken.putBack(nextAttemptAt).message());
    }

    /**
     * Moves the item to the failed ones, with SYNC_FAILED if it is certain which organization and PFA it belongs to. If it
     * is not, no event is published and no organization finds it by REST; an administrator finds it in the broker's
     * console.
     */
    public void fail(ItemMessage taken, Failure failure) {
        Optional<OrganizationId> owner = taken.owner();
        makeRoomAmongFailed(owner);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ItemMessage ended = owner.isPresent() ? taken : taken.withoutOwner();
        failed.send(ended.failed(failure, now).message().keptFor(properties.failedRetention()));
        events.failed(owner.orElse(null), taken.pfaId().orElse(null), failure, now);
    }

    // Items without an owner share one limit.
    private void makeRoomAmongFailed(Optional<OrganizationId> owner) {
        Selector told = owner.map(id -> Selector.where(ItemMessage.ORGANIZATION_ID, id))
                .orElseGet(() -> Selector.without(ItemMessage.ORGANIZATION_ID))
                .and(new Selector(ItemMessage.FAILED_AT + " IS NOT NULL"));
        long tooMany = failed.countWaiting(told) + 1 - properties.maxFailedPerOrganization();
        for (int removed = 0; removed < Math.min(tooMany, MOST_REMOVED_AT_ONCE); removed++) {
            failed.take(told, Duration.ZERO).map(ItemMessage::new).ifPresent(oldest -> forget(oldest, owner));
        }
    }

    private void forget(ItemMessage oldest, Optional<OrganizationId> owner) {
        // If it is of the record that has just failed, the SYNC_FAILED behind this event tells the state.
        removed(oldest, SyncRemoved.Reason.EXPIRED, open::anyWaiting);
        lines.tell(
                log,
                Level.WARN,
                "forgotten " + owner.map(OrganizationId::value).orElse("?"),
                "Removed the failed {}: its organization has more than {} failed items (sync.write-queue.max-failed-per-organization)",
                oldest,
                properties.maxFailedPerOrganization());
    }

    /**
     * Publishes SYNC_REMOVED for an item taken out of the failed ones for good, unless its record has another open edit,
     * which then stays the record's state (decision 0051). Call it in the transaction that took the item.
     */
    public void removed(ItemMessage taken, SyncRemoved.Reason reason) {
        removed(taken, reason, open::any);
    }

    private void removed(ItemMessage taken, SyncRemoved.Reason reason, BiPredicate<OrganizationId, PfaId> hasOpenEdit) {
        taken.owner()
                .ifPresent(organizationId -> taken.pfaId()
                        .filter(pfaId -> !hasOpenEdit.test(organizationId, pfaId))
                        .ifPresent(pfaId -> events.removed(taken, organizationId, pfaId, reason)));
    }

    /** Whether the organization has reached its limit of unresolved conflicts. */
    public boolean hasTooManyConflicts(OrganizationId organizationId) {
        return load.openConflicts(organizationId) >= properties.maxConflictsPerOrganization();
    }

    /** Counts the items that wait or are in a worker's hand. */
    public long depth() {
        return waiting.count(Selector.ALL);
    }

    /** Takes one message, see {@link DurableQueue#take}. Call it in a transaction. */
    public Optional<QueueMessage> take(Selector selector, Duration patience) {
        return waiting.take(selector, patience);
    }

    /** Shows each message that no worker has in hand, in the order of delivery. */
    public void forEachWaiting(Selector selector, Consumer<ItemMessage> look) {
        waiting.browse(selector, message -> look.accept(new ItemMessage(message)));
    }

    /** Counts the messages that no worker has in hand. */
    public long countWaiting(Selector selector) {
        return waiting.countWaiting(selector);
    }

    /** Counts fresh items per organization; {@link #NO_ORGANIZATION} counts those without one. */
    public Map<String, Long> waitingByOrganization() {
        return waiting.countWaitingBy(ItemMessage.ORGANIZATION_ID, Selector.without(ItemMessage.STAGE));
    }

    /** How long the oldest item has waited since it was queued or last tried, to 2 percent; empty if none waits. */
    public Optional<Duration> oldestWaiting() {
        return new WaitingTime(waiting::countWaiting, clock).oldest();
    }

    /** Counts the items that workers have in hand. */
    public long inHand() {
        return waiting.countInHand(Selector.ALL);
    }
}
