package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.pems.StandInFailures;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Plays a demo day: about a hundred real edits of made-up records, through queue, worker and stand-in PEMS. One day at a
 * time in this process, for one organization. Only where no edit can reach a real PEMS. Safe for any thread.
 */
@Component
@ConditionalOnRole(Role.API)
@ConditionalOnMode(Mode.OPEN)
@ConditionalOnProperty(name = "sync.demo.enabled", matchIfMissing = true)
class DemoDay implements SmartLifecycle {

    // Edits that wait already, of a backlog that the day would hide in.
    private static final long BACKLOG = 1_000;

    private static final Logger log = LoggerFactory.getLogger(DemoDay.class);

    private final ObjectProvider<PemsClient> pems;
    private final ObjectProvider<StandInFailures> failures;
    private final WriteQueue queue;
    private final DemoProperties properties;
    private final Clock clock;

    private @Nullable ScheduledExecutorService timer;
    private @Nullable DayRun run;
    private boolean running;
    private String end = "";

    DemoDay(
            ObjectProvider<PemsClient> pems,
            ObjectProvider<StandInFailures> failures,
            WriteQueue queue,
            DemoProperties properties,
            Clock clock) {
        this.pems = pems;
        this.failures = failures;
        this.queue = queue;
        this.properties = properties;
        this.clock = clock;
    }

    /** How far the day is, or whether one can be played. */
    synchronized DemoDayState state() {
        if (failures.getIfAvailable() == null) {
            return DemoDayState.unavailable(
                    "A demo day needs a process that writes to the stand-in PEMS; this one writes to a real PEMS, or"
                            + " leaves writing to another process");
        }
        return run == null ? DemoDayState.notPlayed() : run.state(running, end);
    }

    /**
     * Begins a day.
     *
     * @throws DemoDayRefusedException if another day is being played, or too many edits wait
     */
    synchronized DemoDayState begin(OrganizationId organizationId) {
        ScheduledExecutorService timer = this.timer;
        if (timer == null || !state().available()) {
            throw new DemoDayRefusedException("A demo day cannot be played here; GET this address to learn why");
        }
        if (running) {
            throw new DemoDayRefusedException("A demo day is being played already; stop it first");
        }
        if (queue.depth() > BACKLOG) {
            throw new DemoDayRefusedException(
                    "More than " + BACKLOG + " edits wait already; try again when they are written");
        }
        DayRun.Stage stage = new DayRun.Stage(pems.getObject(), failures.getObject(), queue, clock);
        DayRun next = new DayRun(organizationId, properties.dayLength(), stage, RandomGenerator.getDefault());
        run = next;
        running = true;
        log.info("A demo day begins in organization {}", organizationId);
        schedule(timer, next);
        return state();
    }

    /** Ends the day early; edits sent already are written. Idempotent. */
    synchronized DemoDayState end() {
        finish(run, "Stopped. Edits sent before are still written");
        return state();
    }

    private void schedule(ScheduledExecutorService timer, DayRun of) {
        try {
            timer.schedule(() -> proceed(timer, of), of.untilNext().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            finish(of, "The gateway stopped");
        }
    }

    // Not synchronized as a whole: a step waits for PEMS and the broker.
    private void proceed(ScheduledExecutorService timer, DayRun of) {
        if (!isRunning(of)) {
            return;
        }
        try {
            of.next();
        } catch (RuntimeException | Error e) {
            log.warn("A demo day in {} ends early", of.organizationId(), e);
            finish(of, "Ended early: the message broker or the stand-in PEMS did not answer; the log has the reason");
            return;
        }
        if (of.hasNext()) {
            schedule(timer, of);
        } else {
            finish(of, "The site closes. Conflicts and failed edits of the day wait for a decision");
        }
    }

    private synchronized boolean isRunning(DayRun of) {
        return running && run == of;
    }

    private synchronized void finish(@Nullable DayRun of, String how) {
        if (of != null && running && run == of) {
            running = false;
            end = how;
            // After the last step, the faults that the day has asked for are still to come.
            if (of.hasNext()) {
                of.leave();
            }
        }
    }

    @Override
    public synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "demo-day");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public synchronized void stop() {
        finish(run, "The gateway stopped");
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
