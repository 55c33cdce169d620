package com.pfavanguard.sync.security.audit;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.Texts;
import com.pfavanguard.sync.security.AuditFact;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest lines of the audit log in memory, for administrators who look at one process. The log itself is the
 * record. Each action has entries of its own, so that ten thousand connects do not push out a revocation. Without
 * refusals, which {@link RecentRefusals} keeps. Safe for any thread.
 */
final class RecentFacts {

    /** Most entries of one action; there are about 20 actions. */
    static final int MOST_OF_AN_ACTION = 250;

    private static final int LONGEST_VALUE = 200;

    private final Clock clock;
    private final Map<String, Deque<Entry>> byAction = new TreeMap<>();

    /**
     * @param userId empty if not known
     * @param facts as in the log; long values are cut
     */
    record Entry(
            Instant at,
            String action,
            String outcome,
            @Nullable String organizationId,
            String userId,
            @Nullable String address,
            Map<String, String> facts) {}

    RecentFacts(Clock clock) {
        this.clock = clock;
    }

    void add(
            String action,
            String outcome,
            @Nullable OrganizationId organizationId,
            String userId,
            @Nullable String address,
            AuditFact... facts) {
        Map<String, String> told = new LinkedHashMap<>();
        for (AuditFact fact : facts) {
            told.put(fact.name(), Texts.cut(fact.value(), LONGEST_VALUE));
        }
        Entry entry = new Entry(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                action,
                outcome,
                organizationId == null ? null : organizationId.value(),
                userId,
                address,
                told);
        synchronized (this) {
            Deque<Entry> entries = byAction.computeIfAbsent(action, first -> new ArrayDeque<>());
            entries.addLast(entry);
            if (entries.size() > MOST_OF_AN_ACTION) {
                entries.removeFirst();
            }
        }
    }

    synchronized int size() {
        return byAction.values().stream().mapToInt(Deque::size).sum();
    }

    /**
     * The latest entries, latest first.
     *
     * @param action of this action only; {@code null} for all
     */
    synchronized List<Entry> latest(@Nullable String action, int most) {
        Collection<Deque<Entry>> wanted =
                action == null ? byAction.values() : List.of(byAction.getOrDefault(action, new ArrayDeque<>()));
        return wanted.stream()
                .flatMap(Deque::stream)
                .sorted(Comparator.comparing(Entry::at).reversed())
                .limit(most)
                .toList();
    }
}
