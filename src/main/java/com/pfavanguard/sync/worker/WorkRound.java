package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.BrokerTrouble;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.worker.BegunItems.Due;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker's threads, from their start to a stop or the first failure of the broker. Each takes an item, in a
 * transaction that ends with what becomes of it, and then the next. They take one after another, so that each knows what
 * the others have in hand, and never an item of a record that has one begun.
 */
final class WorkRound {

    // How long one waits at the broker for an item to come, which it hands out at once. Each new wait costs a gateway
    // several questions to the broker; only what the broker cannot know makes a wait end early.
    private static final Duration IDLE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration WATCHFUL_PATIENCE = Duration.ofSeconds(1);

    // While others have items in hand, their records may be free sooner than an item of another comes.
    private static final Duration BUSY_PATIENCE = Duration.ofMillis(25);

    // How long to wait for an item that must be there, but may have arrived just now.
    private static final Duration CERTAIN_PATIENCE = Duration.ofSeconds(2);

    // Well above the longest wait at the broker, and what it may take to answer; requests to PEMS have time besides.
    private static final Duration STILL_FOR = Duration.ofMinutes(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    // How many organizations and records a question to the broker may leave out.
    private static final int MOST_LEFT_OUT = 500;

    private final WriteQueue queue;
    private final JmsTransactions transactions;
    private final ItemWorker itemWorker;
    private final BegunItems begun;
    private final Backlog backlog;
    private final Candidates candidates;
    private final Outage outage;
    private final FullAddresses full;
    private final Schedule schedule;
    private final StopSignal waiting;
    private final LongSupplier nanoTime;

    private final ReentrantLock turn = new ReentrantLock(true);

    /** Whether too many are to be left out for the broker to be asked for any other; guarded by {@link #turn}. */
    private boolean crowded;

    private volatile @Nullable RuntimeException failure;

    /** Waits at the broker with nothing in hand, and may be woken; guarded by this object. */
    private @Nullable Thread idling;

    WorkRound(
            WriteQueue queue,
            JmsTransactions transactions,
            ItemWorker itemWorker,
            BegunItems begun,
            Backlog backlog,
            Candidates candidates,
            Outage outage,
            FullAddresses full,
            Schedule schedule,
            StopSignal waiting,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.transactions = transactions;
        this.itemWorker = itemWorker;
        this.begun = begun;
        this.backlog = backlog;
        this.candidates = candidates;
        this.outage = outage;
        this.full = full;
        this.schedule = schedule;
        this.waiting = waiting;
        this.nanoTime = nanoTime;
    }

    /** The threads, at work until {@link Waiting#stop}. */
    ExecutorService start() {
        int threads = candidates.threads();
        AtomicInteger number = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "pems-write-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < threads; i++) {
            executor.execute(Vital.watched(STILL_FOR, this::work));
        }
        return executor;
    }

    /** @throws RuntimeException what one of the threads could not go on for, if so */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void work() {
        try {
            while (!waiting.isStopping() && failure == null) {
                Vital.moved();
                takeAndHandle();
            }
        } catch (StopSignal.StoppingException e) {
            if (!waiting.isStopping() && failure == null) {
                failure = new IllegalStateException("A thread of the worker was interrupted");
            }
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
            // The others end what they have in hand, if the broker lets them, and take no more.
        }
    }

    private void takeAndHandle() {
        Step step = new Step();
        lockTurn();
        try {
            transactions.run(() -> handleOne(step));
        } catch (RuntimeException e) {
            setAside(step, e);
        } finally {
            unlockTurn();
            step.probe().ifPresent(outage::end);
        }
        // Only now is it certain.
        apply(step);
    }

    private void lockTurn() {
        try {
            // However long: whoever has the turn is watched too.
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

    private void handleOne(Step step) {
        take(step);
        unlockTurn();
        if (step.message != null) {
            step.progress = itemWorker.handle(step.message, step.due, step.mark);
        }
    }

    // All of the step has been undone. If it is only that its organization cannot be told, the item waits, anew so that
    // the broker does not count one more delivery; if the broker refuses that too, it is full as a whole.
    private void setAside(Step step, RuntimeException e) {
        if (step.message == null || step.organization().isEmpty() || BrokerTrouble.of(e) != BrokerTrouble.FULL) {
            throw e;
        }
        full.refused(step.organization());
        candidates.beginAgain(step.organization());
        step.progress = new ItemMessage(step.message)
                .itemId()
                .map(id -> transactions.call(() -> setAside(step, id)))
                .orElseGet(Progress.Ended::new);
        step.isSetAside = true;
    }

    private Progress setAside(Step step, String itemId) {
        return queue.take(Selector.where(ItemMessage.ITEM_ID, itemId), CERTAIN_PATIENCE)
                .map(message -> itemWorker.setAside(message, full.left(step.organization())))
                .orElseGet(Progress.Ended::new);
    }

    private void take(Step step) {
        waiting.checkStopping();
        if (!schedule.isOpen()) {
            waiting.pause(LOOK_AGAIN);
            return;
        }
        backlog.refresh();
        // While PEMS is down, items are taken in turns whatever the settings say: one that has not failed yet tells
        // most.
        Optional<Candidates.Choice> choice = candidates.next(begun, backlog, crowded || outage.isDown());
        if (choice.isPresent()) {
            takeOf(choice.get(), step);
        } else if (outage.isDown()) {
            backlog.look();
            waiting.pause(LOOK_AGAIN);
        } else {
            takeOfAny(step);
        }
        if (step.message != null) {
            step.probe = outage.begin(step.organization()).orElse(null);
        }
    }

    private void takeOf(Candidates.Choice choice, Step step) {
        if (choice.kind() == Candidates.Kind.FRESH) {
            takeFresh(choice.organization(), step);
        } else {
            // As long as something is due, nothing else would notice what has been queued meanwhile.
            backlog.look();
            begun.pollDue(choice.organization(), choice.kind() == Candidates.Kind.SUSPECT, nanoTime.getAsLong())
                    .ifPresent(due -> takeAgain(due, step));
        }
    }

    private void takeAgain(Due due, Step step) {
        step.record = due.record();
        step.suspect = due.suspect();
        step.due = true;
        step.mark = due.mark();
        step.message = queue.take(Selector.where(ItemMessage.ITEM_ID, due.itemId()), CERTAIN_PATIENCE)
                .orElse(null);
        if (step.message == null) {
            // An admin has removed it.
            begun.end(due.record(), due.suspect());
        }
    }

    private void takeFresh(String organization, Step step) {
        Selector fresh =
                ofOrganization(organization).and(Selector.whereNot(ItemMessage.RECORD, begun.records(organization)));
        if (taken(queue.take(fresh, backlog.patience()), step)) {
            backlog.taken(organization);
        } else {
            backlog.exhausted(organization);
        }
    }

    // So does the broker call those without one.
    private static Selector ofOrganization(String organization) {
        return organization.equals(WriteQueue.NO_ORGANIZATION)
                ? Selector.whereOrWithout(ItemMessage.ORGANIZATION_ID, organization)
                : Selector.where(ItemMessage.ORGANIZATION_ID, organization);
    }

    private void takeOfAny(Step step) {
        Set<String> leftOut = candidates.leftOut(begun);
        Set<String> records = begun.records();
        records.removeIf(record -> leftOut.contains(BegunItems.organization(record)));
        crowded = leftOut.size() + records.size() > MOST_LEFT_OUT;
        if (crowded) {
            // Too many to be listed; those that have something waiting are counted, and get their turns.
            backlog.look();
            waiting.pause(LOOK_AGAIN);
            return;
        }
        Selector others = Selector.whereNot(ItemMessage.RECORD, records)
                .and(Selector.whereNot(ItemMessage.ORGANIZATION_ID, leftOut));
        boolean idle = begun.isEmpty();
        if (taken(idle ? takeWhenIdle(others, leftOut) : queue.take(others, untilNextDue()), step)) {
            backlog.look();
        } else if (idle) {
            schedule.nothingLeft();
        }
    }

    private boolean taken(Optional<QueueMessage> message, Step step) {
        message.ifPresent(found -> {
            step.message = found;
            step.record = new ItemMessage(found).record().orElse("");
            step.mark = outage.mark();
            begun.begin(step.record);
        });
        return message.isPresent();
    }

    private Optional<QueueMessage> takeWhenIdle(Selector selector, Set<String> leftOut) {
        // A pause ends without the broker's knowing, and a scheduled run ends with the last item.
        boolean watchful = schedule.isTimed() || !leftOut.isEmpty();
        synchronized (this) {
            waiting.checkStopping();
            idling = Thread.currentThread();
        }
        try {
            return queue.take(selector, watchful ? WATCHFUL_PATIENCE : IDLE_PATIENCE);
        } finally {
            stopIdling();
            // What it has been handed in the moment it was woken it puts back.
            waiting.checkStopping();
        }
    }

    private synchronized void stopIdling() {
        idling = null;
        if (waiting.isStopping()) {
            // Putting back is another question to the broker, which an interrupted thread cannot ask.
            Thread.interrupted();
        }
    }

    private synchronized void wakeIdling() {
        if (idling != null) {
            idling.interrupt();
        }
    }

    private Duration untilNextDue() {
        Duration patience = begun.inHand() == 0 ? WATCHFUL_PATIENCE : BUSY_PATIENCE;
        OptionalLong left = begun.untilNextDue(nanoTime.getAsLong());
        return left.isPresent() && left.getAsLong() < patience.toNanos()
                ? Duration.ofNanos(left.getAsLong())
                : patience;
    }

    private void apply(Step step) {
        if (step.progress == null) {
            return;
        }
        if (step.progress instanceof Progress.Waits waits) {
            long at = nanoTime.getAsLong() + waits.delay().toNanos();
            begun.await(new Due(step.record, waits.itemId(), at, waits.suspect(), outage.mark()));
        }
        begun.end(step.record, step.suspect);
        if (!step.isSetAside) {
            full.took(step.organization());
        }
    }

    /** Takes no more, and lets the threads end what they have in hand. */
    void end(ExecutorService threads, Duration patience) {
        waiting.stop();
        wakeIdling();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                // They put back what they have in hand.
                threads.shutdownNow();
                threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** One item, from the moment it is taken to what has become of it. Of one thread. */
    private static final class Step {

        private @Nullable QueueMessage message;
        private String record = "";
        private boolean suspect;
        private boolean due;
        private long mark;
        private Outage.@Nullable Probe probe;
        private @Nullable Progress progress;
        private boolean isSetAside;

        /** The organization whose item it is and who hears of it; empty if the message names none. */
        String organization() {
            return Optional.ofNullable(message)
                    .flatMap(taken -> taken.property(ItemMessage.ORGANIZATION_ID))
                    .orElseGet(() -> BegunItems.organization(record));
        }

        Optional<Outage.Probe> probe() {
            return Optional.ofNullable(probe);
        }
    }
}
