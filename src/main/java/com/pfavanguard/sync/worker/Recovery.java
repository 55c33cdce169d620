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

/** What a worker has to know of the queue when it starts, and as long as it works alone knows by itself. */
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

    /** Read from the queue, which nobody has anything of in hand. */
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

    // An enqueue does not see an item that a worker has in hand, so a later edit of its PFA may be more urgent. If that
    // worker dies, the item is back in the queue, behind the later one.
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

    /** Of the items of one record: the first in the queue, and the one queued first. */
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
