package com.pfavanguard.sync.writequeue;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Has the figures kept once a second, and a last time after the worker has stopped. */
class FiguresKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FiguresKeeper.class);

    /** What is not kept yet is lost with the process. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final SyncFigures figures;
    private @Nullable ScheduledExecutorService clockwork;
    private boolean failing;

    FiguresKeeper(SyncFigures figures) {
        this.figures = figures;
    }

    @Override
    public synchronized void start() {
        if (clockwork != null) {
            return;
        }
        clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "figures-keeper");
            thread.setDaemon(true);
            return thread;
        });
        clockwork.scheduleWithFixedDelay(this::keep, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void keep() {
        try {
            figures.keep();
            failing = false;
        } catch (RuntimeException e) {
            // Once for each outage; nothing is lost as long as the process lives.
            if (!failing) {
                log.warn("The figures of sync-status could not be kept; trying again: {}", e.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public synchronized void stop() {
        if (clockwork != null) {
            clockwork.shutdown();
            clockwork = null;
            keep();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clockwork != null;
    }

    /** Stops after the worker (1,000), before what it needs to speak to the broker (0). */
    @Override
    public int getPhase() {
        return 500;
    }
}
