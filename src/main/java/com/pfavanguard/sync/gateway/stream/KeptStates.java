package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this gateway's states and the broker's equal: takes the stored ones while the link reads the history, and gives
 * out what has changed to the gateway that writes them. Safe for any thread.
 */
public final class KeptStates {

    private static final long NONE = -1;

    private final History history;
    private final KnownPast past;

    // Written by the link's thread after each message; each is at most what the states contain.
    private volatile long handled = NONE;
    private volatile long handledPersistent = NONE;
    private volatile long handledAt;

    KeptStates(History history, KnownPast past) {
        this.history = history;
        this.past = past;
    }

    /** Whether the next reading of the past needs the stored states; also while one is under way without them. */
    public boolean needStored() {
        return history.needsStoredStates();
    }

    /**
     * Takes the stored states, after the replay has begun and before anything is read.
     *
     * @param neverRead whether it is known that no message has come and gone at this broker before, since its data are new
     */
    public void restore(StoredStates stored, boolean neverRead) {
        history.restore(stored, neverRead);
    }

    /** A message of the history has been taken or passed over; all events up to it are in the states. */
    void handled(Arrival arrival) {
        // The broker hands out other priorities in another order than that of the history.
        if (arrival.number() >= 0 && arrival.hasUsualPriority()) {
            handledAt = arrival.at().toEpochMilli();
            if (arrival.persistent()) {
                handledPersistent = arrival.number();
            }
            handled = arrival.number();
        }
    }

    /** Collects from now on what changes, until {@link #unfollow}. For the one gateway that writes. */
    public void follow() {
        synchronized (history) {
            history.states().follow();
        }
    }

    public void unfollow() {
        synchronized (history) {
            history.states().unfollow();
        }
    }

    /**
     * Collects what differs from the stored states, as if it had just changed. What is stored was written before {@link
     * #follow}.
     *
     * @return {@code false} if the states are not complete at present, because the past is being read
     */
    public boolean compare(StoredStates stored) {
        Map<OrganizationId, Map<String, StoredState>> byOrganization = new HashMap<>();
        stored.states()
                .forEach(state -> byOrganization
                        .computeIfAbsent(state.organizationId(), any -> new HashMap<>())
                        .put(state.pfaId(), state));
        history.states().all().forEach(states -> byOrganization.putIfAbsent(states.organizationId(), Map.of()));
        // One after another, since the link waits meanwhile.
        for (Map.Entry<OrganizationId, Map<String, StoredState>> each : byOrganization.entrySet()) {
            long uncertain = stored.uncertainBefore().getOrDefault(each.getKey(), 0L);
            Boolean compared = history.withStates(table -> {
                compare(table, each.getKey(), each.getValue(), uncertain);
                return true;
            });
            if (compared == null) {
                return false;
            }
        }
        return true;
    }

    private static void compare(
            StateTable table, OrganizationId organizationId, Map<String, StoredState> stored, long uncertainBefore) {
        StateChanges changes = table.changes();
        OrganizationStates states = table.findOrCreate(organizationId);
        if (changes == null) {
            return;
        }
        for (KeptRecord record : states.records().values()) {
            StoredState known = stored.get(record.pfaId());
            if (known == null || !known.eventId().equals(record.state().eventId())) {
                changes.add(states, record);
            }
        }
        stored.values().stream()
                .filter(state -> states.find(state.pfaId()) == null)
                .forEach(state -> changes.addRemoval(states, state.pfaId()));
        if (states.uncertainBefore() > uncertainBefore) {
            changes.add(states);
        }
    }

    /**
     * What has changed, and up to where.
     *
     * @param mark the states are complete up to there once the changes have been written, if no more follow
     * @param more whether others wait
     */
    public record Changes(List<StateChange> changes, StateMark mark, boolean more) {}

    /**
     * Takes out what has changed since the last time. {@code null} while the past is being read, before the first message,
     * and if too much has changed to be collected: {@link #isOverflown}.
     */
    public @Nullable Changes take(int most) {
        return history.withStates(table -> {
            StateChanges changes = table.changes();
            long number = handled;
            if (changes == null || changes.isOverflown() || number == NONE) {
                return null;
            }
            List<StateChange> taken = changes.take(most);
            StateMark mark =
                    new StateMark(number, handledPersistent, past.now().data(), handledAt, table.uncertainBefore());
            return new Changes(taken, mark, changes.size() > 0);
        });
    }

    /** Whether more has changed than is collected, so that {@link #follow} and {@link #compare} have to begin again. */
    public boolean isOverflown() {
        return Boolean.TRUE.equals(history.withStates(
                table -> table.changes() != null && table.changes().isOverflown()));
    }

    /** How many changes wait; 0 while another gateway writes. */
    public int waiting() {
        synchronized (history) {
            StateChanges changes = history.states().changes();
            return changes == null ? 0 : changes.size();
        }
    }
}
