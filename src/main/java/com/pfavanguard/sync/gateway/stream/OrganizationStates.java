package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of one organization's records, in the order of their ids. Outlives the organization's {@link Room}. Changed
 * under {@link History}'s lock through {@link StateTable}; {@link #records} and {@link #uncertainBefore} may be read by
 * any thread, also while they change.
 */
final class OrganizationStates {

    private final OrganizationId organizationId;
    private final NavigableMap<String, KeptRecord> records = new ConcurrentSkipListMap<>();
    private final RecordQueue finished = new RecordQueue();
    private final RecordQueue open = new RecordQueue();
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private int size;
    private long bytes;
    private long lastSequence;
    private volatile long uncertainBefore;

    /** Whether {@link #uncertainBefore} waits to be written to the broker. */
    boolean changed;

    OrganizationStates(OrganizationId organizationId) {
        this.organizationId = organizationId;
    }

    OrganizationId organizationId() {
        return organizationId;
    }

    NavigableMap<String, KeptRecord> records() {
        return records;
    }

    @Nullable KeptRecord find(String pfaId) {
        return records.get(pfaId);
    }

    /** Sets a record's state. Returns the record. */
    KeptRecord put(String pfaId, RecordState state) {
        KeptRecord known = records.get(pfaId);
        if (known == null) {
            KeptRecord fresh = new KeptRecord(pfaId, state);
            add(fresh);
            size++;
            records.put(pfaId, fresh);
            return fresh;
        }
        subtract(known);
        known.state(state);
        add(known);
        return known;
    }

    private void add(KeptRecord record) {
        queue(record).add(record);
        bytes += record.footprint();
        counts.merge(record.state().type(), 1, Integer::sum);
    }

    private void subtract(KeptRecord record) {
        queue(record).remove(record);
        bytes -= record.footprint();
        counts.computeIfPresent(record.state().type(), (type, count) -> count == 1 ? null : count - 1);
    }

    private RecordQueue queue(KeptRecord record) {
        return record.state().isFinished() ? finished : open;
    }

    /** The record that is missed least: the oldest finished one or, if none is, the oldest. Only if there is one. */
    KeptRecord leastMissed() {
        return finished.isEmpty() ? open.oldest() : finished.oldest();
    }

    /** The finished record whose last event came first; {@code null} if there is none. */
    @Nullable KeptRecord oldestFinished() {
        return finished.isEmpty() ? null : finished.oldest();
    }

    void remove(KeptRecord record) {
        records.remove(record.pfaId());
        subtract(record);
        record.evicted = true;
        size--;
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    /** How many records are in which state. */
    SortedMap<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** Sequence of the room's newest link; a new room goes on from it, so that no state seems later than its tail. */
    long lastSequence() {
        return lastSequence;
    }

    void lastSequence(long sequence) {
        lastSequence = sequence;
    }

    /** Events of this organization may be missing from the states if they arrived before this moment; 0 if none can. */
    long uncertainBefore() {
        return uncertainBefore;
    }

    /** Raises {@link #uncertainBefore}; returns whether it has changed. */
    boolean uncertainBefore(long moment) {
        if (moment <= uncertainBefore) {
            return false;
        }
        uncertainBefore = moment;
        return true;
    }

    void forgetUncertainty() {
        uncertainBefore = 0;
    }
}
