package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.worker.BegunItems.Due;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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

    private final WriteQueue queue;
    private final JmsTransactions transactions;
    private final ItemWorker itemWorker;
    private final BegunItems begun;
    private final LimitedPems pems;
    private final PausedOrganizations paused;
    private final Schedule schedule;
    private final Waiting waiting;
    private final Clock clock;

    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable RuntimeException failure;

    /** Waits at the broker with nothing in hand, and may be woken; guarded by this object. */
    private @Nullable Thread idling;

    WorkRound(
            WriteQueue queue,
            JmsTransactions transactions,
            ItemWorker itemWorker,
            BegunItems begun,
            LimitedPems pems,
            PausedOrganizations paused,
            Schedule schedule,
            Waiting waiting,
            Clock clock) {
        this.queue = queue;
        this.transactions = transactions;
        this.itemWorker = itemWorker;
        this.begun = begun;
        this.pems = pems;
        this.paused = paused;
        this.schedule = schedule;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** The threads, at work until {@link Waiting#stop}. */
    ExecutorService start(int threads) {
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
        } catch (Waiting.StoppingException e) {
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
        Optional<Step> step;
        lockTurn();
        try {
            step = transactions.call(this::step);
        } finally {
            unlockTurn();
        }
        // Only now is it certain.
        step.ifPresent(this::apply);
    }

    private void lockTurn() {
        try {
            // However long: whoever has the turn is watched too.
            Vital.rests();
            turn.lockInterruptibly();
            Vital.moved();
        } catch (InterruptedException e) {
            throw new Waiting.StoppingException();
        }
    }

    private void unlockTurn() {
        if (turn.isHeldByCurrentThread()) {
            turn.unlock();
        }
    }

    private Optional<Step> step() {
        Optional<Taken> taken = take();
        unlockTurn();
        return taken.map(item -> new Step(item.record, itemWorker.handle(item.message)));
    }

    private Optional<Taken> take() {
        waiting.checkStopping();
        if (!schedule.isOpen() || !pems.admits(begun.inHand())) {
            waiting.pause(LOOK_AGAIN);
            return Optional.empty();
        }
        Optional<Due> due = begun.pollDue(clock.instant());
        if (due.isPresent()) {
            return takeAgain(due.get());
        }
        if (begun.isFull()) {
            waiting.pause(LOOK_AGAIN);
            return Optional.empty();
        }
        return takeNext();
    }

    private Optional<Taken> takeAgain(Due due) {
        Optional<Taken> taken = queue.take(Selector.where(ItemMessage.ITEM_ID, due.itemId()), CERTAIN_PATIENCE)
                .map(message -> new Taken(due.record(), message));
        if (taken.isEmpty()) {
            // An admin has removed it.
            begun.end(due.record());
        }
        return taken;
    }

    private Optional<Taken> takeNext() {
        boolean idle = begun.isEmpty();
        Set<OrganizationId> pausedNow = paused.all();
        Selector others = Selector.whereNot(ItemMessage.RECORD, begun.records())
                .and(Selector.whereNot(ItemMessage.ORGANIZATION_ID, pausedNow));
        Optional<Taken> taken = (idle ? takeWhenIdle(others, pausedNow) : queue.take(others, untilNextDue()))
                .map(message -> new Taken(record(message), message));
        if (taken.isPresent()) {
            begun.begin(taken.get().record);
        } else if (idle) {
            schedule.nothingLeft();
        }
        return taken;
    }

    private Optional<QueueMessage> takeWhenIdle(Selector selector, Set<OrganizationId> pausedNow) {
        // A pause ends without the broker's knowing, and a scheduled run ends with the last item.
        boolean watchful = schedule.isTimed() || !pausedNow.isEmpty();
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

    // What is no item at all has no record; it is out of the queue at once.
    private static String record(QueueMessage message) {
        return new ItemMessage(message).record().orElse("");
    }

    private Duration untilNextDue() {
        Duration left = begun.nextDueAt()
                .map(due -> Duration.between(clock.instant(), due))
                .orElse(BUSY_PATIENCE);
        Duration patience = begun.inHand() == 0 ? WATCHFUL_PATIENCE : BUSY_PATIENCE;
        Duration wait = left.compareTo(patience) < 0 ? left : patience;
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void apply(Step step) {
        if (step.progress instanceof Progress.Waits waits) {
            begun.await(new Due(step.record, waits.itemId(), waits.nextAttemptAt()));
        }
        begun.end(step.record);
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

    private record Taken(String record, QueueMessage message) {}

    private record Step(String record, Progress progress) {}
}
