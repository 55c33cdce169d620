package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.QueueLock;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import com.pfavanguard.sync.writequeue.WorkerPace;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;

/**
 * Starts and stops the worker. Of all processes at a broker one works, so that limits hold for all together and order
 * is kept; the others stand by and take over when it is gone. After a failure of the broker the worker starts again
 * with nothing but the queue's content. Stops before the beans it needs; items in hand go back to the queue.
 */
class Worker implements SmartLifecycle, WorkerPace {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private static final Duration BEAT = Duration.ofMillis(500);
    // A lost connection is usually noticed without asking the broker; dead letters and expired edits can wait.
    private static final int BEATS_BETWEEN_QUESTIONS = 20;

    // The other process may have sent requests to PEMS until a moment ago; it notices within a beat that it lost the
    // lock.
    private static final Duration AFTER_ANOTHER = Duration.ofSeconds(1);

    private static final String THREAD = "worker";

    // Time between two beats, usually half a second; a start reads all started items first.
    private static final Duration STILL_FOR = Duration.ofMinutes(3);

    private final WorkerProperties settings;
    private final QueueLock lock;
    private final WriteQueue queue;
    private final DeadLetters deadLetters;
    private final ExpiredEdits expiredEdits;
    private final StateReports reports;
    private final WorkerThreads.Factory threads;
    private final WorkSchedule schedule;
    private final StopSignal threadsStop;
    private final StopSignal stop;
    private final LongSupplier nanoTime;

    private @Nullable VitalThread thread;
    private volatile boolean active;
    private volatile long activeSince;
    private boolean troubled;
    private boolean hadLock;

    Worker(
            WorkerProperties settings,
            QueueLock lock,
            WriteQueue queue,
            DeadLetters deadLetters,
            ExpiredEdits expiredEdits,
            StateReports reports,
            WorkerThreads.Factory threads,
            WorkSchedule schedule,
            StopSignal threadsStop,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.lock = lock;
        this.queue = queue;
        this.deadLetters = deadLetters;
        this.expiredEdits = expiredEdits;
        this.reports = reports;
        this.threads = threads;
        this.schedule = schedule;
        this.threadsStop = threadsStop;
        this.stop = new StopSignal();
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void start() {
        if (thread != null || !settings.enabled()) {
            return;
        }
        stop.start();
        VitalThread fresh = Vital.thread(THREAD, STILL_FOR, this::work);
        thread = fresh;
        fresh.start();
    }

    private void work() {
        troubled = false;
        WorkerPauses pauses = new WorkerPauses();
        try {
            while (!stop.isStopping()) {
                stop.pause(workUntilFailure(pauses));
            }
        } catch (StopSignal.StoppingException e) {
            return;
        }
    }

    /** Returns how long to pause before the next attempt. */
    private Duration workUntilFailure(WorkerPauses pauses) {
        long began = nanoTime.getAsLong();
        RuntimeException failure = null;
        hadLock = false;
        try {
            takeTheLead();
        } catch (StopSignal.StoppingException e) {
            throw e;
        } catch (RuntimeException e) {
            failure = e;
            tell(e);
        }
        return hadLock
                ? pauses.afterWork(Duration.ofNanos(nanoTime.getAsLong() - began))
                : pauses.withoutBroker(failure);
    }

    private void tell(RuntimeException e) {
        boolean broker = e instanceof JmsException || e instanceof SyncEventPublishException;
        if (!broker) {
            Vital.failed(THREAD, e);
        } else if (!troubled && e instanceof JmsSecurityException) {
            log.warn(
                    "Writing to PEMS stops until the broker permits it; no edit is lost: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        } else if (!troubled) {
            log.warn(
                    "Writing to PEMS stops until the broker is available again; no edit is lost: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        } else {
            log.debug("The broker is still not available", e);
        }
        troubled = true;
    }

    private void takeTheLead() {
        try (QueueLock.Held held = acquire()) {
            hadLock = true;
            awaitNothingInHand();
            threadsStop.start();
            WorkerThreads working = threads.create();
            working.start();
            try {
                activeSince = nanoTime.getAsLong();
                active = true;
                log.info("Writing to PEMS {}, at most {} requests a second", schedule, settings.rate());
                watch(working, held);
            } finally {
                active = false;
                Vital.mayTake(settings.stopTime().multipliedBy(2));
                working.end(settings.stopTime());
                Vital.moved();
            }
        }
    }

    private void watch(WorkerThreads working, QueueLock.Held held) {
        boolean moreExpired = false;
        reports.begin();
        for (int beat = 0; ; beat = (beat + 1) % BEATS_BETWEEN_QUESTIONS) {
            working.check();
            held.check();
            if (beat == 0) {
                held.ask();
                deadLetters.tell();
            }
            reports.tell();
            if (beat == 0 || moreExpired) {
                moreExpired = expiredEdits.tellOfSome();
            }
            troubled = false;
            stop.pause(BEAT);
        }
    }

    private QueueLock.Held acquire() {
        Optional<QueueLock.Held> held = lock.tryAcquire();
        if (held.isPresent()) {
            return held.get();
        }
        log.info("Another process writes to PEMS; this process stands by");
        while (held.isEmpty()) {
            stop.pause(BEAT);
            held = lock.tryAcquire();
        }
        try {
            stop.pause(AFTER_ANOTHER);
            return held.get();
        } catch (StopSignal.StoppingException e) {
            held.get().close();
            throw e;
        }
    }

    // The broker may take a moment to notice that the other process is gone.
    private void awaitNothingInHand() {
        while (queue.inHand() > 0) {
            stop.pause(BEAT);
        }
    }

    @Override
    public void stop() {
        VitalThread stopping;
        synchronized (this) {
            stopping = thread;
            thread = null;
        }
        if (stopping == null) {
            return;
        }
        stopping.end();
        stop.stop();
        try {
            stopping.join(settings.stopTime().multipliedBy(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** Whether this process is the one that writes. */
    boolean isActive() {
        return active;
    }

    /** For how long this process has written; empty if it does not. */
    Optional<Duration> activeFor() {
        return active ? Optional.of(Duration.ofNanos(nanoTime.getAsLong() - activeSince)) : Optional.empty();
    }

    /** Stops after the web server has stopped taking edits, and before the JMS connection (0), PEMS and the broker. */
    @Override
    public int getPhase() {
        return 1_000;
    }

    @Override
    public double itemsPerSecond() {
        // Each item needs one read and one write.
        return settings.enabled() ? settings.rate() / 2.0 : 0;
    }

    @Override
    public Optional<Instant> nextRunAt() {
        return Optional.of(schedule.nextRunAt()).filter(next -> isRunning() && next.isBefore(Instant.MAX));
    }
}
