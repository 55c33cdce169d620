package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.vital.PeriodicTask;
import com.pfavanguard.sync.vital.ProcessEnd;
import com.pfavanguard.sync.vital.Vital;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Notices when the embedded broker has stopped itself, as it does after an error of its journal, or no longer writes.
 * Restarts it in place a few times, and ends the process if that does not help. Measures the free disk space too
 * (decision 0032).
 */
class BrokerGuard implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BrokerGuard.class);

    /** The exit code that Artemis uses too: an internal software error, by {@code sysexits.h}. */
    static final int EXIT_CODE = 70;

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration STILL_FOR = Duration.ofMinutes(1);

    // Time to stop the old broker and to read a large journal.
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(30);
    private static final int MOST_PROBES_IN_VAIN = 3;

    // Pause before each try; after the last one the process ends. A broker that has served for a while gets all tries
    // again.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));
    private static final Duration SERVES_WELL_AFTER = Duration.ofMinutes(10);

    private final EmbeddedBroker broker;
    private final BooleanSupplier probe;
    private final LongSupplier nanoTime;
    private final Runnable giveUp;
    private @Nullable PeriodicTask checks;

    // Used by the thread of the checks only.
    private int tries;
    private boolean failed;
    private boolean gaveUp;
    private long failedAt;
    private long startedAt;
    private long probedAt;
    private int probesInVain;

    BrokerGuard(EmbeddedBroker broker, BrokerProbe probe) {
        this(
                broker,
                probe::isAnswered,
                System::nanoTime,
                () -> ProcessEnd.end(
                        EXIT_CODE,
                        "the embedded broker has failed and cannot be started again; the log lines above say what to do"));
    }

    BrokerGuard(EmbeddedBroker broker, BooleanSupplier probe, LongSupplier nanoTime, Runnable giveUp) {
        this.broker = broker;
        this.probe = probe;
        this.nanoTime = nanoTime;
        this.giveUp = giveUp;
        this.startedAt = nanoTime.getAsLong();
        this.probedAt = startedAt;
    }

    /** Checks the broker once. */
    void look() {
        broker.disk().look();
        String failure = broker.failure();
        if (!broker.isRunning()) {
            failed = false;
        } else if (failure != null) {
            meet(failure);
        } else if (!writes()) {
            meet("it has not written anything for "
                    + BETWEEN_PROBES.multipliedBy(MOST_PROBES_IN_VAIN).toSeconds() + " s");
        } else {
            failed = false;
            if (hasPassed(SERVES_WELL_AFTER, startedAt)) {
                tries = 0;
            }
        }
    }

    private boolean writes() {
        if (hasPassed(BETWEEN_PROBES, probedAt)) {
            probesInVain = probe.getAsBoolean() ? 0 : probesInVain + 1;
            probedAt = nanoTime.getAsLong();
        }
        return probesInVain < MOST_PROBES_IN_VAIN;
    }

    private void meet(String failure) {
        if (!failed) {
            failed = true;
            failedAt = nanoTime.getAsLong();
            log.error(
                    "The embedded broker has failed: {}. Nothing is published or written to PEMS until it serves again."
                            + " Look at the disk of {}: space, rights, errors. The process starts it again.",
                    failure,
                    broker.disk().directory());
        }
        if (tries >= PAUSES.size()) {
            if (!gaveUp) {
                gaveUp = true;
                giveUp.run();
            }
        } else if (hasPassed(PAUSES.get(tries), failedAt)) {
            tries++;
            startAgain();
            failedAt = nanoTime.getAsLong();
        }
    }

    private void startAgain() {
        Vital.mayTake(LONGEST_START);
        try {
            broker.startAgain();
            probesInVain = 0;
            probedAt = nanoTime.getAsLong();
            startedAt = probedAt;
            log.warn("The embedded broker serves again, after try {} of {}", tries, PAUSES.size());
        } catch (BrokerStartException e) {
            log.error(
                    "Try {} of {} to start the embedded broker again: {} {}",
                    tries,
                    PAUSES.size(),
                    e.getMessage(),
                    e.action());
        }
    }

    private boolean hasPassed(Duration time, long since) {
        return nanoTime.getAsLong() - since >= time.toNanos();
    }

    @Override
    public synchronized void start() {
        if (checks == null) {
            checks = Vital.every(EVERY, "embedded-broker", STILL_FOR, this::look);
        }
    }

    @Override
    public synchronized void stop() {
        if (checks != null) {
            checks.stop();
            checks = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return checks != null;
    }

    /** Starts right after the broker and stops before it. */
    @Override
    public int getPhase() {
        return EmbeddedBroker.PHASE + 1;
    }
}
