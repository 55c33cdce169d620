package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StateQueues;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.KeptStates;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has what changes in the states written to the broker once a second if this gateway is the keeper: the one that holds
 * the lock. Every gateway has one and tries to get the lock while its link is up. Has a thread of its own, for which
 * nothing waits.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class StateKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

    private static final String THREAD = "states-keeper";

    // A call of the broker takes at most five; reading all states again, some more.
    private static final Duration STILL_FOR = Duration.ofMinutes(2);

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final StateKeeping keeping;
    private final BoundedLog lines = new BoundedLog();
    private final Counter failures;

    private volatile @Nullable VitalThread thread;

    /** The last failure that the log tells, until an attempt succeeds. Used by the thread alone. */
    private String told = "";

    /** Where the link is while it is up and has read the past; {@code null} otherwise. */
    private volatile @Nullable Endpoint linkAt;

    StateKeeper(StateQueues queues, StateReader reader, EventStream stream, Clock clock, MeterRegistry meters) {
        KeptStates states = stream.keptStates();
        this.keeping =
                new StateKeeping(queues, reader, states, new StateWriter(states, clock, meters), System::nanoTime);
        this.failures = meters.counter("sync.states.failures");
        Gauge.builder("sync.states.keeper", keeping, each -> each.isKeeper() ? 1 : 0)
                .register(meters);
        Gauge.builder("sync.states.waiting", states, KeptStates::waiting).register(meters);
    }

    /** The link is up and has read the past. */
    public void linkUp(Endpoint endpoint) {
        linkAt = endpoint;
    }

    /** The link goes down, or begins to read the past again: another gateway keeps the states if it can. */
    public void linkDown() {
        linkAt = null;
    }

    /** Whether this gateway is the one that writes the states. */
    public boolean isKeeper() {
        return keeping.isKeeper();
    }

    private void run() {
        while (isCurrent()) {
            long pause = EVERY_NANOS;
            try {
                keeping.step(linkAt, this::isCurrent);
                told = "";
            } catch (IOException e) {
                failed(e);
                pause = AFTER_FAILURE_NANOS;
            } catch (RuntimeException | Error e) {
                keeping.release();
                Vital.failed(THREAD, e);
                pause = AFTER_FAILURE_NANOS;
            }
            Vital.moved();
            if (isCurrent()) {
                LockSupport.parkNanos(this, pause);
                Thread.interrupted();
            }
        }
        keeping.saveLast();
        keeping.release();
    }

    private boolean isCurrent() {
        return VitalThread.isCurrent(thread);
    }

    private void failed(IOException e) {
        boolean wasKeeper = keeping.isKeeper();
        keeping.release();
        if (wasKeeper) {
            failures.increment();
        }
        String failure = String.valueOf(e.getMessage());
        // At a broker without the queues every attempt fails, with the same text.
        if (!failure.equals(told)) {
            lines.tell(
                    log,
                    Level.WARN,
                    "keep",
                    "The states of the records are not written to the broker at present: {}; trying again",
                    failure);
            told = failure;
        }
        log.debug("The states could not be kept", e);
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            VitalThread fresh = Vital.thread(THREAD, STILL_FOR, this::run);
            thread = fresh;
            fresh.start();
        }
    }

    @Override
    public synchronized void stop() {
        VitalThread stopping = thread;
        thread = null;
        if (stopping != null) {
            stopping.end();
            try {
                stopping.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Stops after the link and before the embedded broker. */
    @Override
    public int getPhase() {
        return EventStream.PHASE + 500;
    }
}
