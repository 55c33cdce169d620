package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.vital.PeriodicTask;
import com.pfavanguard.sync.vital.Vital;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Saves the figures once a second, and a last time after the worker has stopped. */
class FiguresSaver implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FiguresSaver.class);

    /** Figures not saved yet are lost with the process. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    // One run asks the broker several times, each with a time limit of some seconds.
    private static final Duration STILL_FOR = Duration.ofMinutes(2);

    private final SyncFigures figures;
    private @Nullable PeriodicTask task;
    private boolean failing;

    FiguresSaver(SyncFigures figures) {
        this.figures = figures;
    }

    @Override
    public synchronized void start() {
        if (task != null) {
            return;
        }
        task = Vital.every(INTERVAL, "figures-keeper", STILL_FOR, this::keep);
    }

    private synchronized void keep() {
        try {
            figures.keep();
            failing = false;
        } catch (RuntimeException e) {
            // Logged once per outage; nothing is lost as long as the process lives.
            if (!failing) {
                log.warn("The figures of sync-status could not be saved; trying again: {}", e.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public synchronized void stop() {
        if (task != null) {
            task.stop();
            task = null;
            keep();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return task != null;
    }

    /** Stops after the worker (1,000) and before the JMS connection (0). */
    @Override
    public int getPhase() {
        return 500;
    }
}
