package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.vital.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The states of all records of all organizations, within limits: the last event of each record, complete up to the newest
 * link of its room's chain (decision 0049). Changed under {@link History}'s lock; {@link #find} and {@link
 * #uncertainBefore} are safe for any thread.
 */
final class StateTable {

    private static final Logger log = LoggerFactory.getLogger(StateTable.class);

    private final BoundedLog lines = new BoundedLog();
    private final StateLimits limits;
    private final Counter evictedFinished;
    private final Counter evictedOpen;
    private final Map<OrganizationId, OrganizationStates> organizations = new ConcurrentHashMap<>();
    private int size;
    private long bytes;
    private volatile long uncertainBefore;

    /** What waits to be written to the broker; {@code null} while another gateway writes. */
    private @Nullable StateChanges changes;

    StateTable(StateLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.evictedFinished = meters.counter("sync.states.evicted", "record", "finished");
        this.evictedOpen = meters.counter("sync.states.evicted", "record", "open");
    }

    /** The organization's states; {@code null} if none of its records is known. */
    @Nullable OrganizationStates find(OrganizationId organizationId) {
        return organizations.get(organizationId);
    }

    OrganizationStates findOrCreate(OrganizationId organizationId) {
        return organizations.computeIfAbsent(organizationId, OrganizationStates::new);
    }

    Iterable<OrganizationStates> all() {
        return organizations.values();
    }

    /** Sets a record's state, and evicts what exceeds the limits. */
    void put(OrganizationStates states, String pfaId, RecordState state) {
        uncount(states);
        KeptRecord record = states.put(pfaId, state);
        count(states);
        if (changes != null) {
            changes.add(states, record);
        }
        while (states.size() > limits.recordsPerOrganization() || states.bytes() > limits.bytesPerOrganization()) {
            evict(states, "organization");
        }
        if (bytes > limits.bytes()) {
            freeMemory();
        }
    }

    // Around each change of an organization's records.
    private void uncount(OrganizationStates states) {
        bytes -= bytesOf(states);
        size -= states.size();
    }

    private void count(OrganizationStates states) {
        bytes += bytesOf(states);
        size += states.size();
    }

    private static long bytesOf(OrganizationStates states) {
        return states.size() == 0 ? 0 : StateLimits.ORGANIZATION_BYTES + states.bytes();
    }

    private void freeMemory() {
        long enough = limits.bytes() - limits.bytesFreed();
        while (bytes > enough && size > 0) {
            OrganizationStates largest = organizations.values().stream()
                    .max(Comparator.comparingLong(OrganizationStates::bytes))
                    .orElseThrow();
            // Many may be of about the same size, and what has to go may be more than one of them has.
            long most = largest.bytes() - largest.bytes() / StateLimits.PART_OF_THE_LARGEST;
            do {
                evict(largest, "memory");
            } while (bytes > enough && largest.size() > 0 && largest.bytes() > most);
        }
    }

    private void evict(OrganizationStates states, String limit) {
        KeptRecord record = states.leastMissed();
        remove(states, record);
        if (record.state().isFinished()) {
            evictedFinished.increment();
        } else {
            evictedOpen.increment();
            raise(states, record.state().arrivedAt() + 1);
        }
        lines.tell(
                log,
                Level.WARN,
                limit + states.organizationId(),
                "Organization {} has more records than the limit of states ({}), and the oldest are forgotten: finished"
                        + " ones first. GET …/states tells uncertainBefore if open ones are among them. Is a producer"
                        + " inventing records? If not, raise {}",
                states.organizationId(),
                limit.equals("memory")
                        ? limits.bytes() + " bytes for all"
                        : limits.recordsPerOrganization() + " records or " + limits.bytesPerOrganization() + " bytes",
                limit.equals("memory") ? "sync.states.memory" : "sync.states.max-records or sync.states.memory");
    }

    private void remove(OrganizationStates states, KeptRecord record) {
        forget(states, record);
        if (changes != null) {
            changes.add(states, record);
        }
    }

    private void forget(OrganizationStates states, KeptRecord record) {
        uncount(states);
        states.remove(record);
        count(states);
    }

    /** Events of the organization that arrived before that moment may be missing. */
    void raise(OrganizationStates states, long moment) {
        if (states.uncertainBefore(moment) && changes != null) {
            changes.add(states);
        }
    }

    /** Events of any organization that arrived before that moment may be missing. */
    void raise(long moment) {
        uncertainBefore = Math.max(uncertainBefore, moment);
    }

    /** Like {@link #raise(long)}, but what was uncertain before has been cleared up. */
    void restored(long moment) {
        uncertainBefore = moment;
    }

    /** Events that arrived before this moment may be missing, of whatever organization; 0 if none can. */
    long uncertainBefore() {
        return uncertainBefore;
    }

    /** The same for one organization. */
    long uncertainBefore(@Nullable OrganizationStates states) {
        return states == null ? uncertainBefore : Math.max(uncertainBefore, states.uncertainBefore());
    }

    /** Forgets finished records that are too old. The broker does the same by itself. */
    void sweep(long now, Rooms rooms) {
        long tooOld = now - limits.keepFinished().toMillis();
        for (OrganizationStates states : organizations.values()) {
            forgetFinished(states, tooOld);
            if (states.size() == 0 && states.uncertainBefore() == 0 && rooms.find(states.organizationId()) == null) {
                organizations.remove(states.organizationId());
            }
        }
    }

    private void forgetFinished(OrganizationStates states, long tooOld) {
        for (KeptRecord oldest = states.oldestFinished();
                oldest != null && oldest.state().arrivedAt() < tooOld;
                oldest = states.oldestFinished()) {
            forget(states, oldest);
        }
    }

    /** Forgets everything: it was read from other data than the broker has now. */
    void forgetAll() {
        for (OrganizationStates states : organizations.values()) {
            while (states.size() > 0) {
                remove(states, states.leastMissed());
            }
            states.forgetUncertainty();
        }
    }

    /** When a state may be forgotten; 0 if never. */
    long expiryOf(RecordState state) {
        return state.isFinished() ? state.arrivedAt() + limits.keepFinished().toMillis() : 0;
    }

    /** Collects what changes from now on. */
    StateChanges follow() {
        unfollow();
        StateChanges fresh = new StateChanges(this);
        changes = fresh;
        return fresh;
    }

    void unfollow() {
        if (changes != null) {
            changes.clear();
            changes = null;
        }
    }

    @Nullable StateChanges changes() {
        return changes;
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }
}
