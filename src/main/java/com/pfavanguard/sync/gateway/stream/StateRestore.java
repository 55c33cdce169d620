package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the broker keeps of the states together with one reading of its history, a {@link Replay}: of each record,
 * the later of the stored state and the last event read counts (decision 0049). The stored states are complete up to the
 * message that their mark names, the anchor. Events behind it in the history are later than any stored state; events up
 * to it are in the stored states already. Used under {@link History}'s lock.
 */
final class StateRestore {

    // A new broker numbers its queues and addresses before its first message: 40 were used up then.
    static final long NUMBERS_OF_A_NEW_BROKER = 150;

    private static final int NOWHERE = -1;

    private final StoredStates stored;
    private final @Nullable StateMark mark;
    private final boolean neverRead;
    private final Map<EventKey, Integer> heldAt = new HashMap<>();
    private final Set<KeptRecord> restored = new HashSet<>();
    private final Map<OrganizationId, Dropped> dropped = new HashMap<>();
    private int anchor = NOWHERE;
    private int persistentAnchor = NOWHERE;
    private long lowestNumber = Long.MAX_VALUE;

    /** The last event of an organization that had to be dropped while the history was read. */
    private record Dropped(int ordinal, long arrivedAt) {}

    /**
     * @param data short name of the data that the broker has now; empty if it does not say
     * @param neverRead whether it is known that no gateway has read these data, and that no producer was there before
     */
    StateRestore(StoredStates stored, String data, boolean neverRead) {
        this.neverRead = neverRead;
        this.stored = stored;
        StateMark found = stored.mark();
        boolean others = found != null
                && !found.data().isEmpty()
                && !data.isEmpty()
                && !found.data().equals(data);
        this.mark = others ? null : found;
    }

    /** Whether the stored states could be read. */
    boolean isStored() {
        return stored != StoredStates.NONE;
    }

    /** Whether a gateway has written states before. */
    boolean hasMark() {
        return mark != null;
    }

    /** A message of the history was read, the {@code ordinal}th. */
    void noteRead(long number, int ordinal) {
        if (number < 0) {
            return;
        }
        lowestNumber = Math.min(lowestNumber, number);
        if (mark != null && number == mark.number()) {
            anchor = ordinal;
        }
        if (mark != null && number == mark.persistentNumber()) {
            persistentAnchor = ordinal;
        }
    }

    /** An event was read that this gateway holds already. */
    void sawHeld(OrganizationId organizationId, String eventId, int ordinal) {
        heldAt.put(new EventKey(organizationId, eventId), ordinal);
    }

    /** An event was read and dropped for lack of memory. */
    void dropped(OrganizationId organizationId, int ordinal, long arrivedAt) {
        dropped.put(organizationId, new Dropped(ordinal, arrivedAt));
    }

    // Non-persistent messages behind the last persistent one are lost when the broker restarts.
    private int anchor() {
        return anchor != NOWHERE ? anchor : persistentAnchor;
    }

    /** Whether the stored states go on without a gap in what was read. */
    boolean isAnchored() {
        return anchor() != NOWHERE;
    }

    /**
     * Puts the stored states into the table where they are later than what it has. Comes before the events that were
     * read are released.
     *
     * @param now the broker's time
     * @return the organizations of which a state that was known has changed
     */
    Set<OrganizationId> merge(StateTable table, long now) {
        List<StoredState> oldestFirst = new ArrayList<>(stored.states());
        oldestFirst.sort(Comparator.comparingLong(StoredState::arrivedAt));
        Set<OrganizationId> changed = new HashSet<>();
        for (StoredState state : oldestFirst) {
            merge(state, table, changed, now);
        }
        stored.uncertainBefore()
                .forEach((organizationId, moment) -> table.raise(table.findOrCreate(organizationId), moment));
        return changed;
    }

    private void merge(StoredState state, StateTable table, Set<OrganizationId> changed, long now) {
        OrganizationStates states = table.findOrCreate(state.organizationId());
        RecordState fresh =
                new RecordState(state.type(), state.eventId(), state.json(), states.lastSequence(), state.arrivedAt());
        long expiry = table.expiryOf(fresh);
        KeptRecord known = states.find(state.pfaId());
        if (known != null && known.state().eventId().equals(state.eventId())) {
            restored.add(known);
            return;
        }
        if (known != null && isLater(known.state(), state) || expiry > 0 && expiry <= now) {
            return;
        }
        table.put(states, state.pfaId(), fresh);
        KeptRecord record = states.find(state.pfaId());
        if (record != null) {
            restored.add(record);
        }
        if (known != null) {
            changed.add(state.organizationId());
        }
    }

    /** Whether what is known of a record is later than what is stored. */
    private boolean isLater(RecordState known, StoredState state) {
        Integer readAt = heldAt.get(new EventKey(state.organizationId(), known.eventId()));
        // An event that is no longer in the history has no place there to compare.
        return readAt != null ? readAt > anchor() : known.arrivedAt() > state.arrivedAt();
    }

    /** Whether the stored states contain what may be missing behind the message of that ordinal. */
    boolean covers(int ordinal) {
        return ordinal < anchor();
    }

    /** Whether the stored state of the record is at least as late as this event, which was read now. */
    boolean covers(KeptRecord record, int ordinal) {
        return ordinal <= anchor() && restored.contains(record);
    }

    /**
     * Since when nothing can be missing from the states, now that the history has been read; 0 if nothing can.
     *
     * @param oldestRead when the oldest message of the history had arrived
     * @param now the broker's time
     */
    long uncertainBefore(long oldestRead, long now) {
        long readSince = Math.min(oldestRead, now);
        if (mark == null) {
            // Low numbers alone prove nothing: a few messages may have come and expired before the first gateway.
            boolean isNew = neverRead && isStored() && lowestNumber <= NUMBERS_OF_A_NEW_BROKER;
            return isNew ? 0 : readSince;
        }
        if (isAnchored()) {
            return mark.uncertainBefore();
        }
        // The history goes back further than the mark, and its message is missing: it is not the same history.
        boolean other = oldestRead < mark.at() - HistoryLimits.TOLERANCE_MS;
        return Math.max(mark.uncertainBefore(), other ? now : readSince);
    }

    /** Tells of the organizations of which events were dropped that the stored states do not contain. */
    void tellDropped(StateTable table) {
        dropped.forEach((organizationId, last) -> {
            if (last.ordinal() > anchor()) {
                table.raise(table.findOrCreate(organizationId), last.arrivedAt() + 1);
            }
        });
    }
}
