package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.SyncEventPublisher;
import com.pfavanguard.sync.messaging.WorkQueues;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of an item, each an exchange of its message and the event that tells of it, in whatever transaction the
 * thread is in. The worker calls most of them from its listener, where taking the old message is part of the same
 * transaction. Safe for any thread.
 */
public class WriteQueue {

    private final DurableQueue waiting;
    private final DurableQueue failed;
    private final WorkQueues queues;
    private final SyncEventPublisher events;
    private final SyncFigures figures;
    private final Clock clock;

    WriteQueue(WorkQueues queues, SyncEventPublisher events, SyncFigures figures, Clock clock) {
        this.queues = queues;
        this.waiting = queues.queue(SyncQueues.WRITE);
        this.failed = queues.queue(SyncQueues.FAILED);
        this.events = events;
        this.figures = figures;
        this.clock = clock;
    }

    /** Queues items, all or none, each with its SYNC_QUEUED. */
    public void enqueue(Collection<WriteItem> items) {
        queues.transactions().run(() -> {
            Map<String, Integer> lowest = lowestPriorityWaiting(items);
            for (WriteItem item : items) {
                QueueMessage message = ItemMessage.fresh(item).message();
                int limit = lowest.getOrDefault(item.record(), QueueMessage.HIGHEST_PRIORITY);
                waiting.send(message.withPriority(Math.min(message.priority(), limit)));
                events.publish(queued(item.organizationId(), item.pfaId()));
            }
        });
    }

    // An edit must not overtake an earlier one of the same PFA, however urgent it is. Items that have been started are
    // ahead of every fresh one anyway.
    private Map<String, Integer> lowestPriorityWaiting(Collection<WriteItem> items) {
        Map<String, Integer> lowest = new HashMap<>();
        if (items.stream().anyMatch(item -> ItemMessage.jmsPriority(item.priority()) > QueueMessage.LOWEST_PRIORITY)) {
            List<PfaId> pfaIds = items.stream().map(WriteItem::pfaId).toList();
            Selector same = new Selector("JMSPriority < " + QueueMessage.HIGHEST_PRIORITY)
                    .and(Selector.whereIn(ItemMessage.PFA_ID, pfaIds));
            for (QueueMessage message : waiting.browse(same)) {
                if (message.groupOrNull() != null) {
                    lowest.merge(message.groupOrNull(), message.priority(), Math::min);
                }
            }
        }
        return lowest;
    }

    private SyncQueued queued(OrganizationId organizationId, PfaId pfaId) {
        return new SyncQueued(EventId.random(), organizationId, pfaId, clock.instant());
    }

    /** A worker begins an attempt; SYNC_PROCESSING. */
    public void claim(ItemMessage taken, WriteItem item) {
        // Failed once, and moved back by hand in the broker's console: nobody else could tell that it is queued again.
        if (taken.stage() == ItemMessage.Stage.FRESH && taken.failedAt().isPresent()) {
            events.publish(queued(item.organizationId(), item.pfaId()));
        }
        waiting.send(taken.claimed().message());
        events.publish(new SyncProcessing(EventId.random(), item.organizationId(), item.pfaId(), clock.instant()));
    }

    /** The attempt failed, another one follows; SYNC_QUEUED with the details. */
    public void retry(ItemMessage taken, WriteItem item, int retryCount, Instant nextAttemptAt) {
        waiting.send(taken.retry(retryCount, nextAttemptAt).message());
        events.publish(new SyncQueued(
                EventId.random(),
                item.organizationId(),
                item.pfaId(),
                clock.instant(),
                new SyncQueued.Retry(retryCount, nextAttemptAt)));
        figures.retried();
    }

    /** The worker could not get round to it; nobody is told. Unlike a rollback it does not count as a delivery. */
    public void putBack(ItemMessage taken) {
        waiting.send(taken.putBack().message());
    }

    /** The item has failed for good; SYNC_FAILED, if it can be told of which PFA. */
    public void fail(ItemMessage taken, Failure failure) {
        Instant now = clock.instant();
        failed.send(taken.failed(failure, now).message());
        taken.organizationId()
                .ifPresent(organizationId -> taken.pfaId()
                        .ifPresent(pfaId -> events.publish(new SyncFailed(
                                EventId.random(), organizationId, pfaId, now, failure.error(), failure.retryCount()))));
        figures.failed(taken.organizationId().orElse(null), failure);
    }

    /** How many items wait or are being worked on. */
    public long depth() {
        return waiting.count(Selector.ALL);
    }

    /** Whether nothing of this kind waits or is being worked on. */
    public boolean isEmpty(Selector selector) {
        return waiting.count(selector) == 0;
    }
}
