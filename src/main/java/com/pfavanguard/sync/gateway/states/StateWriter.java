package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.StateQueue;
import com.pfavanguard.sync.broker.StateQueue.Entry;
import com.pfavanguard.sync.gateway.stream.KeptStates;
import com.pfavanguard.sync.gateway.stream.KeptStates.Changes;
import com.pfavanguard.sync.gateway.stream.StateMark;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the broker what has changed in the states, each record once, and behind all changes how far the states are
 * complete: the mark. Used by the thread of the {@link StateKeeper}.
 */
final class StateWriter {

    // A transaction of this size takes the broker some 20 ms.
    private static final int MOST_IN_TRANSACTION = 2_000;

    private final KeptStates states;
    private final Clock clock;
    private final Counter written;

    private @Nullable StateMark writtenMark;

    StateWriter(KeptStates states, Clock clock, MeterRegistry meters) {
        this.states = states;
        this.clock = clock;
        this.written = meters.counter("sync.states.written");
    }

    /** Forgets what was written: another gateway may have written since. */
    void beginAnew() {
        writtenMark = null;
    }

    /**
     * Writes the first changes that wait, in one transaction.
     *
     * @return whether others wait
     */
    boolean writeSome(StateQueue.Link link) throws IOException {
        Changes changes = states.take(MOST_IN_TRANSACTION);
        if (changes == null) {
            return false;
        }
        write(link, changes);
        return changes.more();
    }

    private void write(StateQueue.Link link, Changes changes) throws IOException {
        long now = clock.millis();
        List<Entry> entries = new ArrayList<>(changes.changes().size() + 1);
        changes.changes().forEach(change -> entries.add(StateEntries.entry(change, now)));
        boolean complete = !changes.more() && !changes.mark().equals(writtenMark);
        if (complete) {
            entries.add(StateEntries.entry(changes.mark()));
        }
        if (!entries.isEmpty()) {
            link.write(entries);
            written.increment(changes.changes().size());
        }
        if (complete) {
            writtenMark = changes.mark();
        }
    }
}
