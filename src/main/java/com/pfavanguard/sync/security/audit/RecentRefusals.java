package com.pfavanguard.sync.security.audit;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.IpAddress;
import com.pfavanguard.sync.security.Refusals;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest refusals in memory. Refusals that are alike are one entry with a count, so that a client which tries
 * again and again does not push out the others; unknown callers, who can invent organizations, have entries of their own.
 */
final class RecentRefusals implements Refusals {

    /** Most entries of known callers, and as many of unknown ones. */
    static final int MOST = 500;

    private final Clock clock;
    private final LastMinute lastMinute;
    private final Map<Key, Entry> ofKnown = latest();
    private final Map<Key, Entry> ofUnknown = latest();

    private record Key(
            String code,
            String what,
            @Nullable OrganizationId organizationId,
            @Nullable String userId,
            String network) {}

    /**
     * @param at when the last one was refused
     * @param count how many are alike: in code, kind, organization, user and network
     * @param address of the last one
     */
    record Entry(
            Instant at,
            String code,
            String what,
            @Nullable String organizationId,
            @Nullable String userId,
            @Nullable String address,
            long count) {}

    RecentRefusals(Clock clock) {
        this.clock = clock;
        this.lastMinute = new LastMinute(clock);
    }

    // The entry whose last refusal is longest ago is dropped first.
    private static Map<Key, Entry> latest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
                return size() > MOST;
            }
        };
    }

    @Override
    public void add(
            String code,
            String what,
            @Nullable OrganizationId organizationId,
            @Nullable String userId,
            @Nullable String address) {
        Key key = new Key(code, what, organizationId, userId, IpAddress.network(address));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        synchronized (this) {
            lastMinute.add();
            Map<Key, Entry> entries = userId == null ? ofUnknown : ofKnown;
            // Removed, so that it becomes the youngest.
            Entry before = entries.remove(key);
            entries.put(
                    key,
                    new Entry(
                            now,
                            code,
                            what,
                            organizationId == null ? null : organizationId.value(),
                            userId,
                            address,
                            before == null ? 1 : before.count + 1));
        }
    }

    synchronized int size() {
        return ofKnown.size() + ofUnknown.size();
    }

    /** How many were refused within the last 60 seconds. */
    synchronized long lastMinute() {
        return lastMinute.count();
    }

    /** The latest entries, latest first. */
    synchronized List<Entry> latest(int most) {
        return Stream.concat(ofKnown.values().stream(), ofUnknown.values().stream())
                .sorted(Comparator.comparing(Entry::at).reversed())
                .limit(most)
                .toList();
    }
}
