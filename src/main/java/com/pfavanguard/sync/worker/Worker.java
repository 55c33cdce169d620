package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.QueueConsumers;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.writequeue.WorkerPace;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jms.JmsException;
import org.springframework.scheduling.support.CronExpression;

/**
 * Starts and stops the consumers: for as long as the application runs, or by a schedule each time until the queue is
 * empty. Stops before what it needs does; nothing is lost, what is in hand goes back.
 */
class Worker implements SmartLifecycle, WorkerPace {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private static final Duration BEAT = Duration.ofMillis(500);

    private final WorkerProperties settings;
    private final QueueConsumers items;
    private final QueueConsumers deadLetters;
    private final PausedOrganizations paused;
    private final WriteQueue queue;
    private final Waiting waiting;
    private final Clock clock;
    private final @Nullable CronExpression schedule;

    private @Nullable ScheduledExecutorService beat;
    private Selector selector = Selector.ALL;
    private int emptyBeats;
    private volatile Instant nextRun;

    Worker(
            WorkerProperties settings,
            QueueConsumers items,
            QueueConsumers deadLetters,
            PausedOrganizations paused,
            WriteQueue queue,
            Waiting waiting,
            Clock clock) {
        this.settings = settings;
        this.items = items;
        this.deadLetters = deadLetters;
        this.paused = paused;
        this.queue = queue;
        this.waiting = waiting;
        this.clock = clock;
        schedule = settings.schedule() == null ? null : CronExpression.parse(settings.schedule());
        nextRun = Instant.EPOCH;
    }

    @Override
    public synchronized void start() {
        if (beat != null || !settings.enabled()) {
            return;
        }
        waiting.start();
        deadLetters.start();
        if (schedule == null) {
            items.start();
        }
        nextRun = following(schedule);
        beat = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "worker-beat");
            thread.setDaemon(true);
            return thread;
        });
        beat.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        log.info(
                "Writing to PEMS {}, {} requests a second at most",
                schedule == null ? "as edits come" : "by the schedule " + schedule,
                settings.rate());
    }

    private void beat() {
        try {
            leaveOutPaused();
            if (schedule != null) {
                keepSchedule(schedule);
            }
        } catch (JmsException e) {
            log.debug("The broker cannot be asked now; the next beat will", e);
        } catch (RuntimeException e) {
            log.warn("The worker's beat failed; the next one will try again", e);
        }
    }

    // Items of a paused organization stay in the queue, so that they do not keep the consumers from all others.
    private void leaveOutPaused() {
        Selector wanted = Selector.whereNot("organizationId", paused.all());
        if (!wanted.equals(selector)) {
            selector = wanted;
            items.select(wanted);
        }
    }

    private void keepSchedule(CronExpression cron) {
        Instant now = clock.instant();
        if (!now.isBefore(nextRun)) {
            nextRun = following(cron);
            emptyBeats = 0;
            items.start();
        } else if (items.isRunning() && isEmptyForLong()) {
            items.stop(settings.stopTime());
        }
    }

    // The broker's count may miss a message for a moment.
    private boolean isEmptyForLong() {
        emptyBeats = queue.isEmpty(selector) ? emptyBeats + 1 : 0;
        return emptyBeats >= 2;
    }

    private Instant following(@Nullable CronExpression cron) {
        if (cron == null) {
            return clock.instant();
        }
        ZoneId zone = Objects.requireNonNullElseGet(settings.zone(), ZoneId::systemDefault);
        ZonedDateTime next = cron.next(clock.instant().atZone(zone));
        // A date that never comes, such as 30 February.
        return next == null ? Instant.MAX : next.toInstant();
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopping;
        synchronized (this) {
            stopping = beat;
            beat = null;
        }
        if (stopping == null) {
            return;
        }
        waiting.stop();
        stopping.shutdownNow();
        items.stop(settings.stopTime());
        deadLetters.stop(settings.stopTime());
    }

    @Override
    public synchronized boolean isRunning() {
        return beat != null;
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
        if (!isRunning()) {
            return Optional.empty();
        }
        return Optional.of(items.isRunning() ? clock.instant() : nextRun).filter(Instant.MAX::isAfter);
    }
}
