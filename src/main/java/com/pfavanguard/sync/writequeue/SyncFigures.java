package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the items of each organization have fared during the last 24 hours, and the metrics of the domain reference
 * (10.1). Kept in memory: what this process has finished since it started. Safe for any thread.
 */
public class SyncFigures {

    private static final Duration WINDOW = Duration.ofHours(24);

    // A minute's worth of work in one figure: exact enough for an average of a day, small enough for any load.
    private static final Duration SLICE = Duration.ofMinutes(1);

    private final Map<OrganizationId, Day> days = new ConcurrentHashMap<>();
    private final Clock clock;
    private final MeterRegistry meters;
    private final Counter succeeded;
    private final Counter conflicts;
    private final Counter retries;
    private final Timer latency;

    SyncFigures(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.meters = meters;
        succeeded = Counter.builder("pems.sync.success")
                .description("Items PEMS has accepted")
                .register(meters);
        conflicts = Counter.builder("pems.sync.conflicts")
                .description("Items that ended in a conflict")
                .register(meters);
        retries = Counter.builder("pems.sync.retries")
                .description("Attempts that will be made again")
                .register(meters);
        latency = Timer.builder("pems.sync.latency")
                .description("From queued to accepted by PEMS")
                .serviceLevelObjectives(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(300))
                .register(meters);
    }

    /** PEMS has the item's changes. */
    public void completed(OrganizationId organizationId, Instant queuedAt) {
        Duration took = Duration.between(queuedAt, clock.instant());
        succeeded.increment();
        latency.record(took);
        day(organizationId).completed(clock.instant(), took);
    }

    /** A person has to decide. */
    public void conflicted() {
        conflicts.increment();
    }

    void retried() {
        retries.increment();
    }

    void failed(@Nullable OrganizationId organizationId, Failure failure) {
        meters.counter("pems.sync.errors", "type", failure.code()).increment();
        if (organizationId != null) {
            day(organizationId).touched(clock.instant());
        }
    }

    private Day day(OrganizationId organizationId) {
        return days.computeIfAbsent(organizationId, unused -> new Day());
    }

    Summary of(OrganizationId organizationId) {
        Day day = days.get(organizationId);
        return day == null ? new Summary(0, null, null) : day.summary(clock.instant());
    }

    /**
     * One organization's figures.
     *
     * @param completed items accepted within the last 24 hours
     * @param averageOrNull from queued to accepted; {@code null} if there were none
     * @param lastSyncAtOrNull when an item ended last
     */
    record Summary(
            long completed,
            @Nullable Duration averageOrNull,
            @Nullable Instant lastSyncAtOrNull) {

        Optional<Duration> average() {
            return Optional.ofNullable(averageOrNull);
        }

        Optional<Instant> lastSyncAt() {
            return Optional.ofNullable(lastSyncAtOrNull);
        }
    }

    private static final class Day {

        private final Deque<Slice> slices = new ArrayDeque<>();
        private @Nullable Instant last;

        synchronized void completed(Instant now, Duration took) {
            touched(now);
            Slice newest = slices.peekLast();
            if (newest == null || Duration.between(newest.since, now).compareTo(SLICE) >= 0) {
                newest = new Slice(now);
                slices.addLast(newest);
            }
            newest.count++;
            newest.time = newest.time.plus(took);
        }

        synchronized void touched(Instant now) {
            last = now;
        }

        synchronized Summary summary(Instant now) {
            slices.removeIf(slice -> slice.since.isBefore(now.minus(WINDOW)));
            long count = slices.stream().mapToLong(slice -> slice.count).sum();
            Duration time = slices.stream().map(slice -> slice.time).reduce(Duration.ZERO, Duration::plus);
            return new Summary(count, count == 0 ? null : time.dividedBy(count), last);
        }
    }

    private static final class Slice {

        private final Instant since;
        private long count;
        private Duration time = Duration.ZERO;

        Slice(Instant since) {
            this.since = since;
        }
    }
}
