package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.QueueLock;
import com.pfavanguard.sync.messaging.SyncEventPublishException;
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
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Starts and stops the work. Of all processes at a broker one works; the others stand by and take over when it is gone,
 * so that the limits hold for all together, and order is kept. After a failure of the broker the one begins anew, with
 * nothing but what the queue says. Stops before what it needs does; nothing is lost, what is in hand goes back.
 */
class Worker implements SmartLifecycle, WorkerPace {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private static final Duration BEAT = Duration.ofMillis(500);
    // A connection that has gone is known without asking, unless it went unnoticed. And nobody waits for an item that
    // twenty workers did not survive.
    private static final int BEATS_BETWEEN_QUESTIONS = 20;

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    // After so much work the broker's last failure is over.
    private static final Duration BACK_OFF_RESET = LONGEST_BACK_OFF.multipliedBy(2);

    // PEMS may have got requests from another process until a moment ago, which has noticed within a beat.
    private static final Duration AFTER_ANOTHER = Duration.ofSeconds(1);

    private static final String THREAD = "worker";

    // Between two looks, of which there are two a second; beginning anew it reads all items that were begun.
    private static final Duration STILL_FOR = Duration.ofMinutes(3);

    private final WorkerProperties settings;
    private final QueueLock lock;
    private final WriteQueue queue;
    private final DeadLetters deadLetters;
    private final WorkerThreads.Factory threads;
    private final WorkSchedule schedule;
    private final StopSignal threadsStop;
    private final StopSignal stop;
    private final LongSupplier nanoTime;

    private @Nullable VitalThread thread;
    private volatile boolean active;
    private boolean troubled;

    Worker(
            WorkerProperties settings,
            QueueLock lock,
            WriteQueue queue,
            DeadLetters deadLetters,
            WorkerThreads.Factory threads,
            WorkSchedule schedule,
            StopSignal threadsStop,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.lock = lock;
        this.queue = queue;
        this.deadLetters = deadLetters;
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
        // Each new start uses up a delivery of every item taken, so a broker in lasting trouble must not be tried
        // often.
        ExponentialBackOff backOff = new ExponentialBackOff(BEAT.toMillis(), 2);
        backOff.setMaxInterval(LONGEST_BACK_OFF.toMillis());
        BackOffExecution waits = backOff.start();
        while (!stop.isStopping()) {
            long began = nanoTime.getAsLong();
            try {
                takeTheLead();
            } catch (StopSignal.StoppingException e) {
                return;
            } catch (RuntimeException e) {
                tell(e);
            }
            if (nanoTime.getAsLong() - began > BACK_OFF_RESET.toNanos()) {
                waits = backOff.start();
            }
            try {
                stop.pause(Duration.ofMillis(waits.nextBackOff()));
            } catch (StopSignal.StoppingException e) {
                return;
            }
        }
    }

    private void tell(RuntimeException e) {
        boolean broker = e instanceof JmsException || e instanceof SyncEventPublishException;
        if (!broker) {
            Vital.failed(THREAD, e);
        } else if (!troubled) {
            log.warn(
                    "Writing to PEMS stops until the broker plays along, nothing is lost: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        } else {
            log.debug("The broker still does not play along", e);
        }
        troubled = true;
    }

    private void takeTheLead() {
        try (QueueLock.Held held = acquire()) {
            awaitNothingInHand();
            threadsStop.start();
            WorkerThreads working = threads.create();
            working.start();
            try {
                active = true;
                log.info("Writing to PEMS {}, {} requests a second at most", schedule, settings.rate());
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
        for (int beat = 0; ; beat = (beat + 1) % BEATS_BETWEEN_QUESTIONS) {
            working.check();
            held.check();
            if (beat == 0) {
                held.ask();
                deadLetters.tell();
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
        log.info("Another process writes to PEMS; this one stands by");
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

    // The broker may take longer to notice that all of another process is gone.
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

    /** Whether it is this process that writes. */
    boolean isActive() {
        return active;
    }

    /** After the web server has stopped taking edits; before the JMS connection (0), PEMS and the broker go. */
    @Override
    public int getPhase() {
        return 1_000;
    }

    @Override
    public double itemsPerSecond() {
        // Each item is read once and written once.
        return settings.enabled() ? settings.rate() / 2.0 : 0;
    }

    @Override
    public Optional<Instant> nextRunAt() {
        return Optional.of(schedule.nextRunAt()).filter(next -> isRunning() && next.isBefore(Instant.MAX));
    }
}
