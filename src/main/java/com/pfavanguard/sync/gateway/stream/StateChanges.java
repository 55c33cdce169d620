package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects which states have changed since they were last written to the broker; each record is in it once, however often
 * it changes. Used under {@link History}'s lock.
 */
final class StateChanges {

    // Records that are no longer kept, for instance because a producer invents many while the broker does not answer.
    private static final int MOST_REMOVALS = 50_000;

    private static final RecordState NO_STATE = new RecordState("", "", new byte[0], 0, 0);

    /** @param record {@code null} if it is about the organization as a whole */
    private record Changed(
            OrganizationStates states, @Nullable KeptRecord record) {}

    private final StateTable table;
    private final Deque<Changed> waiting = new ArrayDeque<>();
    private int removals;
    private boolean overflown;

    StateChanges(StateTable table) {
        this.table = table;
    }

    void add(OrganizationStates states, KeptRecord record) {
        if (record.evicted) {
            removals++;
            overflown |= removals > MOST_REMOVALS;
        }
        if (!record.changed && !overflown) {
            record.changed = true;
            waiting.add(new Changed(states, record));
        }
    }

    /** The broker has a record that is no longer kept here. */
    void addRemoval(OrganizationStates states, String pfaId) {
        KeptRecord gone = new KeptRecord(pfaId, NO_STATE);
        gone.evicted = true;
        add(states, gone);
    }

    void add(OrganizationStates states) {
        if (!states.changed && !overflown) {
            states.changed = true;
            waiting.add(new Changed(states, null));
        }
    }

    /** Whether some were not collected, so that all states have to be compared with the broker's. */
    boolean isOverflown() {
        return overflown;
    }

    int size() {
        return waiting.size();
    }

    /** Takes out the first changes, in an order in which they can be written. */
    List<StateChange> take(int most) {
        List<StateChange> taken = new ArrayList<>(Math.min(most, waiting.size()));
        while (taken.size() < most && !waiting.isEmpty()) {
            Changed next = waiting.remove();
            taken.add(next.record() == null ? change(next.states()) : change(next.states(), next.record()));
        }
        return taken;
    }

    private static StateChange change(OrganizationStates states) {
        states.changed = false;
        return new StateChange(states.organizationId(), "", null, states.uncertainBefore());
    }

    private StateChange change(OrganizationStates states, KeptRecord record) {
        record.changed = false;
        if (record.evicted) {
            removals--;
            return new StateChange(states.organizationId(), record.pfaId(), null, 0);
        }
        RecordState state = record.state();
        StoredState stored = new StoredState(
                states.organizationId(),
                record.pfaId(),
                state.type(),
                state.eventId(),
                state.json(),
                state.arrivedAt(),
                table.expiryOf(state));
        return new StateChange(states.organizationId(), record.pfaId(), stored, 0);
    }

    void clear() {
        for (Changed each : waiting) {
            each.states().changed = false;
            if (each.record() != null) {
                each.record().changed = false;
            }
        }
        waiting.clear();
    }
}
