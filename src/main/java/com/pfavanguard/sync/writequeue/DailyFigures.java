package com.pfavanguard.sync.writequeue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts of one organization's items of the last 24 hours, in quarters of an hour. Immutable.
 *
 * @param slices oldest first; quarters in which nothing was accepted are left out
 * @param lastEndAt when an item last ended, in whatever way; {@code null} if none has
 */
record DailyFigures(List<Slice> slices, @Nullable Instant lastEndAt) {

    static final DailyFigures NONE = new DailyFigures(List.of(), null);

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final long SLICE_SECONDS = Duration.ofMinutes(15).toSeconds();

    DailyFigures {
        slices = List.copyOf(slices);
    }

    /**
     * Items accepted within one quarter of an hour.
     *
     * @param since its start
     * @param completed how many items
     * @param totalMs the times they took, from queued to accepted, added up
     */
    record Slice(Instant since, long completed, long totalMs) {}

    /** Adds one item, accepted now. */
    DailyFigures completed(Instant now, Duration took) {
        Instant since = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), SLICE_SECONDS) * SLICE_SECONDS);
        long ms = Math.max(0, took.toMillis());
        Optional<Slice> same =
                slices.stream().filter(slice -> slice.since.equals(since)).findFirst();
        Slice grown = same.map(slice -> new Slice(since, slice.completed + 1, slice.totalMs + ms))
                .orElseGet(() -> new Slice(since, 1, ms));
        Stream<Slice> others = recent(now).filter(slice -> !slice.since.equals(since));
        return new DailyFigures(Stream.concat(others, Stream.of(grown)).toList(), later(lastEndAt, now));
    }

    /** Adds the end of one item, now, in another way than accepted. */
    DailyFigures ended(Instant now) {
        return new DailyFigures(recent(now).toList(), later(lastEndAt, now));
    }

    /** Adds up two sets of figures. */
    DailyFigures plus(DailyFigures other) {
        return new DailyFigures(
                Stream.concat(slices.stream(), other.slices.stream()).toList(), later(lastEndAt, other.lastEndAt));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private Stream<Slice> recent(Instant now) {
        Instant from = now.minus(WINDOW);
        return slices.stream().filter(slice -> slice.since.isAfter(from));
    }

    /** Whether all of it is older than 24 hours. */
    boolean isOver(Instant now) {
        return recent(now).findAny().isEmpty() && (lastEndAt == null || lastEndAt.isBefore(now.minus(WINDOW)));
    }

    long completed(Instant now) {
        return recent(now).mapToLong(Slice::completed).sum();
    }

    /** Average time from queued to accepted; empty if none was accepted. */
    Optional<Duration> average(Instant now) {
        long completed = completed(now);
        return completed == 0
                ? Optional.empty()
                : Optional.of(
                        Duration.ofMillis(recent(now).mapToLong(Slice::totalMs).sum() / completed));
    }

    Optional<Instant> lastEnd() {
        return Optional.ofNullable(lastEndAt);
    }
}
