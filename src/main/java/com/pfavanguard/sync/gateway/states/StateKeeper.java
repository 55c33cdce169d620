package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StateQueue;
import com.pfavanguard.sync.broker.StateQueues;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.KeptStates;
import com.pfavanguard.sync.gateway.stream.StoredStates;
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

    // After a gap the link reads the history again, and may find that nothing was missed. Until then the mark stays
    // where it is; not for ever, since the ring moves on.
    private static final long PAUSE_AFTER_GAP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StateQueues queues;
    private final StateReader reader;
    private final KeptStates states;
    private final StateWriter writer;
    private final BoundedLog lines = new BoundedLog();
    private final Counter failures;

    private volatile @Nullable VitalThread thread;

    /** Where the link is while it is up and has read the past; {@code null} otherwise. */
    private volatile @Nullable Endpoint linkAt;

    private volatile boolean keeper;

    // All below are used by the thread alone.
    private StateQueue.@Nullable Link link;
    private @Nullable Endpoint connectedTo;
    private @Nullable Long gapSince;

    StateKeeper(StateQueues queues, StateReader reader, EventStream stream, Clock clock, MeterRegistry meters) {
        this.queues = queues;
        this.reader = reader;
        this.states = stream.keptStates();
        this.writer = new StateWriter(states, clock, meters);
        this.failures = meters.counter("sync.states.failures");
        Gauge.builder("sync.states.keeper", this, each -> each.keeper ? 1 : 0).register(meters);
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
        return keeper;
    }

    private void run() {
        while (isCurrent()) {
            long pause = EVERY_NANOS;
            try {
                keep();
            } catch (IOException e) {
                failed(e);
                pause = AFTER_FAILURE_NANOS;
            } catch (RuntimeException | Error e) {
                release();
                Vital.failed(THREAD, e);
                pause = AFTER_FAILURE_NANOS;
            }
            Vital.moved();
            if (isCurrent()) {
                LockSupport.parkNanos(this, pause);
                Thread.interrupted();
            }
        }
        saveLast();
        release();
    }

    private boolean isCurrent() {
        return VitalThread.isCurrent(thread);
    }

    private void failed(IOException e) {
        boolean wasKeeper = keeper;
        release();
        if (wasKeeper) {
            failures.increment();
        }
        lines.tell(
                log,
                Level.WARN,
                "keep",
                "The states of the records are not written to the broker at present: {}; trying again",
                e.getMessage());
        log.debug("The states could not be kept", e);
    }

    private void keep() throws IOException {
        Endpoint endpoint = linkAt;
        if (endpoint == null || !endpoint.equals(connectedTo)) {
            saveLast();
            release();
        }
        if (endpoint == null) {
            return;
        }
        StateQueue.Link open = link;
        if (open == null) {
            open = queues.at(endpoint).connect();
            link = open;
            connectedTo = endpoint;
        }
        if (!keeper) {
            if (states.needStored()) {
                StateEntries.readMark(open);
                reader.reachable();
                return;
            }
            if (!open.lock()) {
                return;
            }
            takeOver(open);
        }
        if (keeper && mayWrite()) {
            save(open);
        }
    }

    private boolean mayWrite() {
        if (!states.needStored()) {
            gapSince = null;
            return true;
        }
        reader.reachable();
        long now = System.nanoTime();
        if (gapSince == null) {
            gapSince = now;
        }
        return now - gapSince > PAUSE_AFTER_GAP_NANOS;
    }

    // The keeper before this one may have written less, or something else: its last commit may have got no answer, and
    // it may be of an older version that does not know all types. All that differs is written again.
    private void takeOver(StateQueue.Link open) throws IOException {
        states.follow();
        StoredStates stored = StateEntries.read(open, Vital::moved);
        if (!states.compare(stored)) {
            release();
            return;
        }
        writer.beginAnew();
        keeper = true;
        log.info(
                "This gateway keeps the states of the records in the broker from now on; {} records were there",
                stored.states().size());
    }

    private void save(StateQueue.Link open) throws IOException {
        boolean more = true;
        while (more && isCurrent()) {
            if (states.isOverflown()) {
                keeper = false;
                takeOver(open);
                return;
            }
            more = writer.writeSome(open);
            Vital.moved();
        }
    }

    // So that the next keeper finds all.
    private void saveLast() {
        try {
            StateQueue.Link open = link;
            if (keeper && open != null) {
                writer.writeSome(open);
            }
        } catch (IOException e) {
            log.debug("The last states could not be written; the history has them", e);
        }
    }

    private void release() {
        keeper = false;
        gapSince = null;
        connectedTo = null;
        StateQueue.Link open = link;
        link = null;
        states.unfollow();
        if (open != null) {
            open.close();
        }
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
