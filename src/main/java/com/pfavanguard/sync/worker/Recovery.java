package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.worker.StartedItems.Due;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the queue, when a worker starts, which items are started. Afterwards the worker keeps track by itself,
 * since only one process works at a time.
 */
final class Recovery {

    private static final Selector BEGUN = Selector.where(ItemMessage.STAGE, ItemMessage.Stage.RETRY);
    private static final Selector FRESH = Selector.without(ItemMessage.STAGE);
    private static final Selector URGENT = new Selector("JMSPriority > 0").and(FRESH);

    private final WriteQueue queue;
    private final RetryDelays retries;
    private final Instant now;
    private final long nanoNow;
    private final long mark;
    private final StartedItems started = new StartedItems();

    private Recovery(WriteQueue queue, RetryDelays retries, Instant now, long nanoNow, long mark) {
        this.queue = queue;
        this.retries = retries;
        this.now = now;
        this.nanoNow = nanoNow;
        this.mark = mark;
    }

    /** Reads the started items; call it while no process has an item in hand. */
    static StartedItems startedItems(WriteQueue queue, RetryDelays retries, Instant now, long nanoNow, long mark) {
        Recovery recovery = new Recovery(queue, retries, now, nanoNow, mark);
        queue.forEachWaiting(BEGUN, recovery::awaitNextAttempt);
        recovery.awaitOvertaken();
        return recovery.started;
    }

    private void awaitNextAttempt(ItemMessage item) {
        await(item, retries.left(item.nextAttemptAt(), now).orElse(Duration.ZERO));
    }

    private void await(ItemMessage item, Duration delay) {
        long at = nanoNow + delay.toNanos();
        item.record()
                .ifPresent(
                        record -> item.itemId().ifPresent(id -> started.await(new Due(record, id, at, false, mark))));
    }

    // Enqueueing does not see an item in a worker's hand, so a later edit of its PFA may get a higher priority. If that
    // worker dies, its item is back in the queue behind the later edit and must go first.
    private void awaitOvertaken() {
        if (queue.countWaiting(URGENT) == 0) {
            return;
        }
        Map<String, Places> records = new HashMap<>();
        queue.forEachWaiting(
                FRESH,
                item -> item.record()
                        .ifPresent(record -> records.computeIfAbsent(record, unused -> new Places())
                                .add(item)));
        records.values().stream()
                .filter(Places::isOvertaken)
                .forEach(places -> await(Objects.requireNonNull(places.earliest), Duration.ZERO));
    }

    /** For the items of one record: the first in queue order and the one queued first. */
    private static final class Places {

        private @Nullable ItemMessage first;
        private @Nullable ItemMessage earliest;

        void add(ItemMessage item) {
            if (first == null || earliest == null) {
                first = item;
                earliest = item;
            } else if (item.sentAt().isBefore(earliest.sentAt())) {
                earliest = item;
            }
        }

        boolean isOvertaken() {
            return first != earliest;
        }
    }
}
