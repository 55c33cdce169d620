package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.worker.StartedItems.Due;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the next item out of the queue: the one {@link ItemChooser} chooses, or else whatever the broker has of other
 * organizations. Never takes an item of a record that has one started. Not thread-safe, apart from {@link #wake}: the
 * threads take one after another, so that each knows what the others have in hand.
 */
final class ItemTaker {

    // How long to wait at the broker, which delivers a new item at once. Every new wait makes the broker search its
    // queue, so waits are long and end early only for what the broker cannot know.
    private static final Duration IDLE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration WATCHFUL_PATIENCE = Duration.ofSeconds(1);

    // While other threads have items in hand, one of their records may become free before a new item arrives.
    private static final Duration BUSY_PATIENCE = Duration.ofMillis(25);

    /** How long to wait for an item that is certainly in the queue, but may have arrived only just now. */
    static final Duration CERTAIN_PATIENCE = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    // Most organizations and records that one selector leaves out.
    private static final int MOST_LEFT_OUT = 500;

    private final WriteQueue queue;
    private final StartedItems started;
    private final FreshItemCounts fresh;
    private final ItemChooser chooser;
    private final OutageDetector outage;
    private final WorkSchedule schedule;
    private final StopSignal stop;
    private final LongSupplier nanoTime;

    /** Whether more is left out than one selector can hold, so that fresh items are only taken by organization. */
    private boolean crowded;

    /** The thread that waits at the broker with nothing in hand, and may be woken; guarded by this object. */
    private @Nullable Thread idling;

    ItemTaker(
            WriteQueue queue,
            StartedItems started,
            FreshItemCounts fresh,
            ItemChooser chooser,
            OutageDetector outage,
            WorkSchedule schedule,
            StopSignal stop,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.started = started;
        this.fresh = fresh;
        this.chooser = chooser;
        this.outage = outage;
        this.schedule = schedule;
        this.stop = stop;
        this.nanoTime = nanoTime;
    }

    /** Takes the next item in the thread's transaction. Takes nothing, after a short wait, if there is none. */
    void take(TakenItem item) {
        stop.check();
        if (!schedule.isOpen()) {
            stop.pause(LOOK_AGAIN);
            return;
        }
        fresh.refresh();
        // While PEMS is down, organizations take turns whatever the settings say: an item that has not failed yet tells
        // most about PEMS.
        Optional<ItemChooser.Choice> choice = chooser.next(started, fresh, crowded || outage.isDown());
        if (choice.isPresent()) {
            takeOf(choice.get(), item);
        } else if (outage.isDown()) {
            fresh.mayHaveGrown();
            stop.pause(LOOK_AGAIN);
        } else {
            takeOfAny(item);
        }
        if (item.message != null) {
            item.probe = outage.begin(item.organization()).orElse(null);
        }
    }

    private void takeOf(ItemChooser.Choice choice, TakenItem item) {
        if (choice.kind() == ItemChooser.Kind.FRESH) {
            takeFresh(choice.organization(), item);
        } else {
            // As long as something is due, nothing else would notice new items.
            fresh.mayHaveGrown();
            started.pollDue(choice.organization(), choice.kind() == ItemChooser.Kind.SUSPECT, nanoTime.getAsLong())
                    .ifPresent(due -> takeAgain(due, item));
        }
    }

    private void takeAgain(Due due, TakenItem item) {
        item.record = due.record();
        item.suspect = due.suspect();
        item.due = true;
        item.mark = due.mark();
        item.message = queue.take(Selector.where(ItemMessage.ITEM_ID, due.itemId()), CERTAIN_PATIENCE)
                .orElse(null);
        if (item.message == null) {
            // An administrator has removed it.
            started.end(due.record(), due.suspect());
        }
    }

    private void takeFresh(String organization, TakenItem item) {
        Selector others =
                ofOrganization(organization).and(Selector.whereNot(ItemMessage.RECORD, started.records(organization)));
        if (taken(queue.take(others, fresh.patience()), item)) {
            fresh.taken(organization);
        } else {
            fresh.exhausted(organization);
        }
    }

    // The broker counts items without an organization under this name.
    private static Selector ofOrganization(String organization) {
        return organization.equals(WriteQueue.NO_ORGANIZATION)
                ? Selector.whereOrWithout(ItemMessage.ORGANIZATION_ID, organization)
                : Selector.where(ItemMessage.ORGANIZATION_ID, organization);
    }

    private void takeOfAny(TakenItem item) {
        Set<String> leftOut = chooser.leftOut(started);
        Set<String> records = started.records();
        records.removeIf(record -> leftOut.contains(StartedItems.organization(record)));
        crowded = leftOut.size() + records.size() > MOST_LEFT_OUT;
        if (crowded) {
            // Too many for one selector: count the items by organization and let the organizations take turns.
            fresh.mayHaveGrown();
            stop.pause(LOOK_AGAIN);
            return;
        }
        Selector others = Selector.whereNot(ItemMessage.RECORD, records)
                .and(Selector.whereNot(ItemMessage.ORGANIZATION_ID, leftOut));
        boolean idle = started.isEmpty();
        if (taken(idle ? takeWhenIdle(others, leftOut) : queue.take(others, untilNextDue()), item)) {
            fresh.mayHaveGrown();
        } else if (idle) {
            schedule.nothingLeft();
        }
    }

    private boolean taken(Optional<QueueMessage> message, TakenItem item) {
        message.ifPresent(found -> {
            item.message = found;
            item.record = new ItemMessage(found).record().orElse("");
            item.mark = outage.mark();
            started.begin(item.record);
        });
        return message.isPresent();
    }

    private Optional<QueueMessage> takeWhenIdle(Selector selector, Set<String> leftOut) {
        // The broker does not know when a pause ends, nor that a scheduled run ends with the last item.
        boolean watchful = schedule.isTimed() || !leftOut.isEmpty();
        synchronized (this) {
            stop.check();
            idling = Thread.currentThread();
        }
        try {
            return queue.take(selector, watchful ? WATCHFUL_PATIENCE : IDLE_PATIENCE);
        } finally {
            stopIdling();
            // An item delivered at the moment of waking goes back to the queue.
            stop.check();
        }
    }

    private synchronized void stopIdling() {
        idling = null;
        if (stop.isStopping()) {
            // The rollback talks to the broker, which an interrupted thread cannot do.
            Thread.interrupted();
        }
    }

    /** Ends an idle wait at the broker; called by the thread that stops the worker. */
    synchronized void wake() {
        if (idling != null) {
            idling.interrupt();
        }
    }

    private Duration untilNextDue() {
        Duration patience = started.inHand() == 0 ? WATCHFUL_PATIENCE : BUSY_PATIENCE;
        OptionalLong left = started.untilNextDue(nanoTime.getAsLong());
        return left.isPresent() && left.getAsLong() < patience.toNanos()
                ? Duration.ofNanos(left.getAsLong())
                : patience;
    }
}
