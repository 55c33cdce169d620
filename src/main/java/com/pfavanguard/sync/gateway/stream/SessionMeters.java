package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.ThreadCounts;
import com.pfavanguard.sync.gateway.WeightedHistogram;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what sessions ask for, how far they lag, and why slow ones are closed. Nothing here is called for each event.
 * Safe for any thread.
 */
final class SessionMeters {

    private static final long[] EVENTS = {0, 1, 10, 100, 1_000, 10_000};
    private static final long[] MILLIS = {0, 10, 100, 1_000, 5_000, 10_000, 30_000, 60_000};

    /** Why a session counts as too slow. */
    enum Slow {
        /** One write has taken too long: the socket is stuck. */
        WRITE_TIME,
        /** Too many events wait. */
        EVENTS,
        /** Too many bytes wait. */
        BYTES,
        /** The history has evicted the next event, or the one behind a snapshot, before it could be sent. */
        MISSED
    }

    private enum FilterKind {
        NONE,
        TYPES,
        RECORDS,
        BOTH
    }

    private final ThreadCounts counts = new ThreadCounts();
    private final ThreadLocal<ThreadCounts.Local> local = ThreadLocal.withInitial(counts::ofThread);
    private final WeightedHistogram lagEvents;
    private final WeightedHistogram lagSeconds;
    private final DistributionSummary resumes;
    private final Counter snapshots;
    private final Map<Slow, Counter> slow = new EnumMap<>(Slow.class);
    private final Map<FilterKind, Counter> subscriptions = new EnumMap<>(FilterKind.class);

    SessionMeters(MeterRegistry meters) {
        this.lagEvents = WeightedHistogram.register(
                counts,
                meters,
                "sync.gateway.session.lag.events",
                "Events that wait for a session; each session is looked at twice a second",
                1,
                EVENTS);
        this.lagSeconds = WeightedHistogram.register(
                counts,
                meters,
                "sync.gateway.session.lag.seconds",
                "Age of the oldest event that waits for a session, 0 if none does; each session is looked at twice a second",
                1_000,
                MILLIS);
        this.resumes = DistributionSummary.builder("sync.gateway.resume.events")
                .serviceLevelObjectives(1, 10, 100, 1_000, 10_000)
                .register(meters);
        this.snapshots = meters.counter("sync.gateway.snapshots");
        for (Slow reason : Slow.values()) {
            slow.put(reason, meters.counter("sync.gateway.slow.closes", "reason", label(reason)));
        }
        for (FilterKind kind : FilterKind.values()) {
            subscriptions.put(kind, meters.counter("sync.gateway.subscriptions", "filter", label(kind)));
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A session was looked at. */
    void lag(long events, long millis) {
        ThreadCounts.Local mine = local.get();
        lagEvents.record(mine, events, 1);
        lagSeconds.record(mine, Math.max(0, millis), 1);
    }

    /** A client comes back and gets all that it missed. */
    void resumed(long missedEvents) {
        resumes.record(missedEvents);
    }

    void snapshotBegins() {
        snapshots.increment();
    }

    void closedAsSlow(Slow reason) {
        increment(slow.get(reason));
    }

    void subscribed(EventFilter filter) {
        increment(subscriptions.get(
                filter.pfaIdCount() > 0
                        ? filter.hasEveryType() ? FilterKind.RECORDS : FilterKind.BOTH
                        : filter.hasEveryType() ? FilterKind.NONE : FilterKind.TYPES));
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
