package com.pfavanguard.sync.pems.standin;

import com.pfavanguard.sync.pems.PfaValues;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the stand-in's records by organization code and PFA id, each with its version. Makes up a record when it is
 * first asked for. Safe for any thread; writes to one record happen one after another.
 */
final class StandInRecords {

    // About 2 KB each; ten times what the sample data set holds.
    private static final int MOST_RECORDS = 200_000;

    private final Map<Key, Stored> records = new ConcurrentHashMap<>();
    private final Clock clock;

    StandInRecords(Clock clock) {
        this.clock = clock;
    }

    Snapshot read(String organizationCode, String pfaId) {
        return stored(organizationCode, pfaId).snapshot();
    }

    /** Writes if the record has {@code version}. */
    Write write(String organizationCode, String pfaId, int version, PfaValues changes) {
        Stored stored = stored(organizationCode, pfaId);
        synchronized (stored) {
            if (stored.version != version) {
                return new Write(false, stored.version, stored.updatedAt, stored.changedSince(version, changes));
            }
            stored.apply(changes, clock.instant());
            return new Write(true, stored.version, stored.updatedAt, List.of());
        }
    }

    /** Writes whatever the version is, as a PEMS user would. */
    Snapshot change(String organizationCode, String pfaId, PfaValues changes) {
        Stored stored = stored(organizationCode, pfaId);
        synchronized (stored) {
            stored.apply(changes, clock.instant());
            return stored.snapshot();
        }
    }

    void clear() {
        records.clear();
    }

    private Stored stored(String organizationCode, String pfaId) {
        if (records.size() >= MOST_RECORDS && !records.containsKey(new Key(organizationCode, pfaId))) {
            throw new IllegalStateException("The stand-in PEMS holds " + MOST_RECORDS + " records and takes no more");
        }
        return records.computeIfAbsent(
                new Key(organizationCode, pfaId),
                key -> new Stored(PlausiblePfa.of(organizationCode, pfaId), clock.instant()));
    }

    /** A record at one moment. */
    record Snapshot(int version, Instant updatedAt, PfaValues values) {}

    /**
     * The result of a write.
     *
     * @param version the version the record has now
     * @param conflictingFields of a refused write: which of its fields have changed since the version it was made against
     */
    record Write(boolean accepted, int version, Instant updatedAt, List<String> conflictingFields) {}

    private record Key(String organizationCode, String pfaId) {}

    private static final class Stored {

        private int version = 1;
        private Instant updatedAt;
        private PfaValues values;
        private final Map<String, Integer> changedIn = new HashMap<>();

        Stored(PfaValues values, Instant now) {
            this.values = values;
            this.updatedAt = now;
        }

        synchronized Snapshot snapshot() {
            return new Snapshot(version, updatedAt, values);
        }

        void apply(PfaValues changes, Instant now) {
            version++;
            updatedAt = now;
            values = values.overlaidWith(changes);
            changes.names().forEach(name -> changedIn.put(name, version));
        }

        // The contract locks the whole record: a write is refused even if none of its own fields has changed, and then
        // all of them are named.
        List<String> changedSince(int since, PfaValues changes) {
            List<String> changed = changes.names().stream()
                    .filter(name -> changedIn.getOrDefault(name, 1) > since)
                    .toList();
            return changed.isEmpty() ? List.copyOf(changes.names()) : changed;
        }
    }
}
