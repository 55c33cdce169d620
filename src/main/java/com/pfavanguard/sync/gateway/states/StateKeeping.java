package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StateQueue;
import com.pfavanguard.sync.broker.StateQueues;
import com.pfavanguard.sync.gateway.stream.KeptStates;
import com.pfavanguard.sync.gateway.stream.StoredStates;
import com.pfavanguard.sync.vital.Vital;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one step after another towards states in the broker that equal those of this gateway: connects, tries to get the
 * lock, compares everything once it has it, then writes what changes. Used by the thread of the {@link StateKeeper}.
 */
final class StateKeeping {

    private static final Logger log = LoggerFactory.getLogger(StateKeeping.class);

    // After a gap the link reads the history again, and may find that nothing was missed. Until then the mark stays
    // where it is; not for ever, since the ring moves on.
    static final long PAUSE_AFTER_GAP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StateQueues queues;
    private final StateReader reader;
    private final KeptStates states;
    private final StateWriter writer;
    private final LongSupplier nanos;

    private volatile boolean keeper;

    private StateQueue.@Nullable Link link;
    private @Nullable Endpoint connectedTo;
    private @Nullable Long gapSince;

    StateKeeping(StateQueues queues, StateReader reader, KeptStates states, StateWriter writer, LongSupplier nanos) {
        this.queues = queues;
        this.reader = reader;
        this.states = states;
        this.writer = writer;
        this.nanos = nanos;
    }

    /** Whether this gateway holds the lock and writes. For any thread. */
    boolean isKeeper() {
        return keeper;
    }

    /**
     * Makes one step.
     *
     * @param endpoint where the gateway's link is; {@code null} while it is down
     * @param goesOn whether to go on while there is more to write
     * @throws IOException if the broker cannot be used; the caller has to {@link #release}
     */
    void step(@Nullable Endpoint endpoint, BooleanSupplier goesOn) throws IOException {
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
            save(open, goesOn);
        }
    }

    private boolean mayWrite() {
        if (!states.needStored()) {
            gapSince = null;
            return true;
        }
        reader.reachable();
        long now = nanos.getAsLong();
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

    private void save(StateQueue.Link open, BooleanSupplier goesOn) throws IOException {
        boolean more = true;
        while (more && goesOn.getAsBoolean()) {
            if (states.isOverflown()) {
                keeper = false;
                takeOver(open);
                return;
            }
            more = writer.writeSome(open);
            Vital.moved();
        }
    }

    /** Writes what has changed of late, so that the next keeper finds all. */
    void saveLast() {
        try {
            StateQueue.Link open = link;
            if (keeper && open != null) {
                writer.writeSome(open);
            }
        } catch (IOException e) {
            log.debug("The last states could not be written; the history has them", e);
        }
    }

    /** Gives up the lock and the connection. */
    void release() {
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
}
