package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.SyncEventPublisher;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.vital.BoundedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The write queue and the steps of an item, each an exchange of its message and the event that tells of it, in whatever
 * transaction the thread is in. The worker calls most of them in the transaction in which it took the old message. Safe
 * for any thread.
 */
public class WriteQueue {

    /** What items of no organization are counted under. */
    public static final String NO_ORGANIZATION = DurableQueue.NO_VALUE;

    private static final Logger log = LoggerFactory.getLogger(WriteQueue.class);

    private final BoundedLog lines = new BoundedLog();

    // After the limit was lowered several may have to go, but not in one transaction.
    private static final int MOST_REMOVED_AT_ONCE = 10;

    // Nor failed before, and moved back by hand.
    private static final Selector NOT_BEGUN =
            Selector.without(ItemMessage.STAGE).and(Selector.without(ItemMessage.FAILED_AT));

    private final DurableQueue waiting;
    private final DurableQueue failed;
    private final WorkQueues queues;
    private final SyncEventPublisher events;
    private final SyncFigures figures;
    private final OrganizationLoad load;
    private final WriteQueueProperties properties;
    private final Clock clock;

    WriteQueue(
            WorkQueues queues,
            SyncEventPublisher events,
            SyncFigures figures,
            OrganizationLoad load,
            WriteQueueProperties properties,
            Clock clock) {
        this.load = load;
        this.properties = properties;
        this.queues = queues;
        this.waiting = queues.queue(SyncQueues.WRITE);
        this.failed = queues.queue(SyncQueues.FAILED);
        this.events = events;
        this.figures = figures;
        this.clock = clock;
    }

    /** Queues items in this order, all or none, each with its SYNC_QUEUED. */
    public void enqueue(Collection<WriteItem> items) {
        queues.transactions().run(() -> {
            Map<String, Integer> lowest = lowestPriorityWaiting(items);
            for (WriteItem item : items) {
                QueueMessage message = ItemMessage.fresh(item).message();
                // Those of its PFA that come with it are before it as well, and the broker cannot show them yet.
                int priority = lowest.merge(item.record(), message.priority(), Math::min);
                // First, so that a worker cannot be quicker in telling that it is processing it.
                events.publish(queued(EventId.random(), item));
                waiting.send(message.withPriority(priority));
            }
        });
    }

    /**
     * Likewise; but an item of a modification that waits already, not begun and the last of its PFA, takes that one's
     * place with the changes of both. Only the first item of a PFA can: a later one would take the changes of the
     * earlier request behind the items between them.
     */
    void enqueueOrMerge(Collection<WriteItem> items) {
        queues.transactions().run(() -> {
            Map<String, ItemMessage> last = lastOfTheirRecords(items);
            List<WriteItem> inOrder = new ArrayList<>();
            for (WriteItem item : items) {
                inOrder.add(merged(item, last.remove(item.record())));
            }
            enqueue(inOrder);
        });
    }

    // Of the records for which one of these modifications waits, the last message; it alone can be sent again without
    // being overtaken.
    private Map<String, ItemMessage> lastOfTheirRecords(Collection<WriteItem> items) {
        List<String> modifications = items.stream()
                .map(WriteItem::modificationIdOrNull)
                .filter(Objects::nonNull)
                .toList();
        if (modifications.isEmpty()) {
            return new HashMap<>();
        }
        Set<String> records = items.stream().map(WriteItem::record).collect(Collectors.toSet());
        Set<String> waitingToo = new HashSet<>();
        forEachWaiting(
                NOT_BEGUN.and(Selector.whereIn(ItemMessage.MODIFICATION_ID, modifications)),
                message -> message.record().filter(records::contains).ifPresent(waitingToo::add));
        Map<String, ItemMessage> last = new HashMap<>();
        if (!waitingToo.isEmpty()) {
            // One moved back by hand is never merged with, but it may be the last.
            forEachWaiting(
                    Selector.without(ItemMessage.STAGE).and(Selector.whereIn(ItemMessage.RECORD, waitingToo)),
                    message -> message.record().ifPresent(record -> last.merge(record, message, WriteQueue::later)));
        }
        return last;
    }

    private static ItemMessage later(ItemMessage one, ItemMessage next) {
        return next.sentAt().isBefore(one.sentAt()) ? one : next;
    }

    private WriteItem merged(WriteItem item, @Nullable ItemMessage last) {
        if (last == null
                || last.isBack()
                || item.modificationIdOrNull() == null
                || !last.message()
                        .property(ItemMessage.MODIFICATION_ID)
                        .equals(Optional.of(item.modificationIdOrNull()))) {
            return item;
        }
        WriteItem earlier;
        try {
            earlier = last.itemInQueue();
        } catch (PoisonedItemException e) {
            // The worker will see to it.
            return item;
        }
        // Nobody's changes are written under another's name.
        if (!earlier.modifiedBy().equals(item.modifiedBy())) {
            return item;
        }
        // A worker may have been faster; then it is queued behind.
        return waiting.take(NOT_BEGUN.and(ItemMessage.ITEM_ID, last.itemId().orElse("")), Duration.ZERO)
                .map(taken -> earlier.mergedWith(item))
                .orElse(item);
    }

    // An edit must not overtake an earlier one of the same PFA, however urgent it is. One that a worker has in hand is
    // not seen here, and need not be: the worker begins no other of its PFA meanwhile.
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

    private SyncQueued queued(EventId eventId, WriteItem item) {
        return new SyncQueued(eventId, item.organizationId(), item.pfaId(), clock.instant());
    }

    /** A worker begins an attempt; SYNC_PROCESSING, at once and outside of the transaction. */
    public void begin(ItemMessage taken, WriteItem item) {
        queues.transactions().runOutside(() -> {
            // Moved back by hand: nobody else could tell that it is queued again.
            if (taken.isBack()) {
                events.publish(queued(taken.eventId("queued"), item));
            }
            events.publish(new SyncProcessing(
                    taken.eventId("processing"), item.organizationId(), item.pfaId(), clock.instant()));
        });
    }

    /** The attempt failed, another one follows; SYNC_QUEUED with the details. */
    public void retry(ItemMessage taken, WriteItem item, int retryCount, Instant nextAttemptAt) {
        events.publish(new SyncQueued(
                EventId.random(),
                item.organizationId(),
                item.pfaId(),
                clock.instant(),
                new SyncQueued.Retry(retryCount, nextAttemptAt)));
        waiting.send(taken.retry(retryCount, nextAttemptAt).message());
        figures.retried();
    }

    /** The attempt could not be made, or is not counted; nobody is told. Unlike a rollback it is no delivery either. */
    public void putBack(ItemMessage taken, Instant nextAttemptAt) {
        waiting.send(taken.putBack(nextAttemptAt).message());
    }

    /**
     * The item has failed for good; SYNC_FAILED, if it is certain whose it is and of which PFA. If it is not, no
     * organization is told, and none finds it among its failed edits: an administrator does, in the broker's console.
     */
    public void fail(ItemMessage taken, Failure failure) {
        Optional<OrganizationId> owner = taken.owner();
        makeRoomAmongFailed(owner);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ItemMessage ended = owner.isPresent() ? taken : taken.withoutOwner();
        failed.send(ended.failed(failure, now).message().keptFor(properties.failedRetention()));
        owner.ifPresent(organizationId -> taken.pfaId()
                .ifPresent(pfaId -> events.publish(new SyncFailed(
                        EventId.random(), organizationId, pfaId, now, failure.error(), failure.retryCount()))));
        figures.failed(owner.orElse(null), failure);
    }

    // Those that are nobody's share one bound.
    private void makeRoomAmongFailed(Optional<OrganizationId> owner) {
        Selector told = owner.map(id -> Selector.where(ItemMessage.ORGANIZATION_ID, id))
                .orElseGet(() -> Selector.without(ItemMessage.ORGANIZATION_ID))
                .and(new Selector(ItemMessage.FAILED_AT + " IS NOT NULL"));
        long tooMany = failed.countWaiting(told) + 1 - properties.maxFailedPerOrganization();
        for (int removed = 0; removed < Math.min(tooMany, MOST_REMOVED_AT_ONCE); removed++) {
            failed.take(told, Duration.ZERO)
                    .map(ItemMessage::new)
                    .ifPresent(oldest -> lines.tell(
                            log,
                            Level.WARN,
                            "forgotten " + owner.map(OrganizationId::value).orElse("?"),
                            "The failed {} is forgotten: its organization has more than {} (sync.write-queue.max-failed-per-organization)",
                            oldest,
                            properties.maxFailedPerOrganization()));
        }
    }

    /** Whether the organization has as many unresolved conflicts as it may. */
    public boolean hasTooManyConflicts(OrganizationId organizationId) {
        return load.openConflicts(organizationId) >= properties.maxConflictsPerOrganization();
    }

    /** How many items wait or are being worked on. */
    public long depth() {
        return waiting.count(Selector.ALL);
    }

    /** Takes one message, see {@link DurableQueue#take}; always in a transaction. */
    public Optional<QueueMessage> take(Selector selector, Duration patience) {
        return waiting.take(selector, patience);
    }

    /** Looks at the messages that are in nobody's hand, in the order they would be handed out. */
    public void forEachWaiting(Selector selector, Consumer<ItemMessage> look) {
        waiting.browse(selector, message -> look.accept(new ItemMessage(message)));
    }

    /** How many messages are in nobody's hand. */
    public long countWaiting(Selector selector) {
        return waiting.countWaiting(selector);
    }

    /** Counts fresh items by organization; those without one are counted under {@link #NO_ORGANIZATION}. */
    public Map<String, Long> waitingByOrganization() {
        return waiting.countWaitingBy(ItemMessage.ORGANIZATION_ID, Selector.without(ItemMessage.STAGE));
    }

    /** How many items workers have in hand. */
    public long inHand() {
        return waiting.countInHand(Selector.ALL);
    }
}
