package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.writequeue.StoredWorkerState;
import com.pfavanguard.sync.writequeue.WorkerState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;

/**
 * Tells all processes at the broker that PEMS is down, or answers again: sync-status is asked in processes that do not
 * write. Called from one thread, every half second.
 */
class StateReports {

    private static final Logger log = LoggerFactory.getLogger(StateReports.class);

    private final StoredWorkerState stored;
    private final OutageDetector outage;
    private final boolean timed;
    private final Clock clock;
    private final LongSupplier nanoTime;

    private @Nullable Instant downSince;
    private @Nullable WorkerState told;
    private long toldAt;

    StateReports(StoredWorkerState stored, OutageDetector outage, boolean timed, Clock clock, LongSupplier nanoTime) {
        this.stored = stored;
        this.outage = outage;
        this.timed = timed;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Forgets what was told: another process may have written meanwhile. */
    void begin() {
        told = null;
    }

    /** Tells the state if it has changed, or was told some time ago. */
    void tell() {
        if (!outage.isDown()) {
            downSince = null;
        } else if (downSince == null) {
            downSince = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
        WorkerState state = new WorkerState(downSince, timed);
        long now = nanoTime.getAsLong();
        if (state.equals(told) && now - toldAt < StoredWorkerState.AGAIN.toNanos()) {
            return;
        }
        told = state;
        toldAt = now;
        try {
            stored.store(state);
        } catch (JmsException e) {
            // The figures, which go to the same queue each second, warn of it; writing to PEMS must not stop.
            log.debug("The worker's state could not be stored; the next change or minute tells it", e);
        }
    }
}
