package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.BrokerTrouble;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.worker.StartedItems.Due;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Takes one item and brings it to its end or to its next wait, in one transaction; then tells {@link StartedItems} what
 * became of it. Threads take one after another and handle side by side.
 */
final class WorkStep {

    private final WriteQueue queue;
    private final JmsTransactions transactions;
    private final ItemTaker taker;
    private final ItemWorker itemWorker;
    private final StartedItems started;
    private final ItemChooser chooser;
    private final OutageDetector outage;
    private final FullAddresses full;
    private final LongSupplier nanoTime;
    private final ObservationRegistry observations;

    /** Held while taking, so that each thread knows what the others have in hand; fair. */
    private final ReentrantLock turn = new ReentrantLock(true);

    WorkStep(
            WriteQueue queue,
            JmsTransactions transactions,
            ItemTaker taker,
            ItemWorker itemWorker,
            StartedItems started,
            ItemChooser chooser,
            OutageDetector outage,
            FullAddresses full,
            LongSupplier nanoTime,
            ObservationRegistry observations) {
        this.observations = observations;
        this.queue = queue;
        this.transactions = transactions;
        this.taker = taker;
        this.itemWorker = itemWorker;
        this.started = started;
        this.chooser = chooser;
        this.outage = outage;
        this.full = full;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs one step.
     *
     * @throws RuntimeException if the broker fails; the transaction is rolled back
     * @throws StopSignal.StoppingException if the worker stops
     */
    void run() {
        TakenItem item = new TakenItem();
        lockTurn();
        try {
            transactions.run(() -> takeAndHandle(item));
        } catch (RuntimeException e) {
            if (item.trace != null) {
                item.trace.failed(e);
            }
            setAside(item, e);
        } finally {
            unlockTurn();
            if (item.trace != null) {
                item.trace.close();
            }
            if (item.probe != null) {
                outage.end(item.probe);
            }
        }
        // Only after the commit is it certain what became of the item.
        apply(item);
    }

    private void lockTurn() {
        try {
            // May take any time: the watchdog watches the thread that has the turn.
            Vital.rests();
            turn.lockInterruptibly();
            Vital.moved();
        } catch (InterruptedException e) {
            throw new StopSignal.StoppingException();
        }
    }

    private void unlockTurn() {
        if (turn.isHeldByCurrentThread()) {
            turn.unlock();
        }
    }

    private void takeAndHandle(TakenItem item) {
        taker.take(item);
        unlockTurn();
        QueueMessage message = item.message;
        if (message != null) {
            item.trace = new AttemptTrace(message, observations);
            item.progress = itemWorker.handle(message, item.due, item.mark);
        }
    }

    // The transaction has been rolled back. If the organization's address is full, the item waits, as a new message so
    // that no further delivery is counted. If the broker refuses that too, it is full as a whole.
    private void setAside(TakenItem item, RuntimeException e) {
        if (item.message == null || item.organization().isEmpty() || BrokerTrouble.of(e) != BrokerTrouble.FULL) {
            throw e;
        }
        full.refused(item.organization());
        chooser.beginAgain(item.organization());
        item.progress = new ItemMessage(item.message)
                .itemId()
                .map(id -> transactions.call(() -> setAside(item, id)))
                .orElseGet(Progress.Ended::new);
        item.isSetAside = true;
    }

    private Progress setAside(TakenItem item, String itemId) {
        return queue.take(Selector.where(ItemMessage.ITEM_ID, itemId), ItemTaker.CERTAIN_PATIENCE)
                .map(message -> itemWorker.setAside(message, full.left(item.organization())))
                .orElseGet(Progress.Ended::new);
    }

    private void apply(TakenItem item) {
        if (item.progress == null) {
            return;
        }
        if (item.progress instanceof Progress.Waits waits) {
            long at = nanoTime.getAsLong() + waits.delay().toNanos();
            started.await(new Due(item.record, waits.itemId(), at, waits.suspect(), outage.mark()));
        }
        started.end(item.record, item.suspect);
        if (!item.isSetAside) {
            full.took(item.organization());
        }
    }
}
