package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.pems.PemsErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how long PEMS took for its latest answers and which of them were errors, for administrators. Keeps the last
 * {@value #MOST}, and none older than a quarter of an hour: what was an hour ago says nothing about now. Safe for any
 * thread.
 */
final class PemsAnswers {

    static final int MOST = 500;
    static final Duration KEPT = Duration.ofMinutes(15);

    private final Clock clock;
    private final Deque<Answer> latest = new ArrayDeque<>();

    private record Answer(Instant at, long millis, @Nullable PemsErrorCode error) {}

    /**
     * @param requests requests of the last quarter of an hour, the last {@value PemsAnswers#MOST} at most
     * @param medianMilliseconds half of them took at most so long; null if there were none
     * @param p95Milliseconds 95 of 100 took at most so long; null if there were none
     * @param errors how many ended with which error; empty if none did
     * @param lastErrorAt null if none did
     */
    record Summary(
            int requests,
            @Nullable Long medianMilliseconds,
            @Nullable Long p95Milliseconds,
            Map<PemsErrorCode, Integer> errors,
            @Nullable Instant lastErrorAt) {}

    PemsAnswers(Clock clock) {
        this.clock = clock;
    }

    /** @param error why the request failed; {@code null} if it did not */
    synchronized void add(Duration took, @Nullable PemsErrorCode error) {
        latest.addLast(new Answer(clock.instant().truncatedTo(ChronoUnit.MILLIS), took.toMillis(), error));
        if (latest.size() > MOST) {
            latest.removeFirst();
        }
    }

    synchronized Summary summary() {
        Instant tooOld = clock.instant().minus(KEPT);
        latest.removeIf(answer -> answer.at.isBefore(tooOld));
        List<Long> times = latest.stream().map(Answer::millis).sorted().toList();
        Map<PemsErrorCode, Integer> errors = new TreeMap<>();
        Instant lastErrorAt = null;
        for (Answer answer : latest) {
            if (answer.error != null) {
                errors.merge(answer.error, 1, Integer::sum);
                lastErrorAt = answer.at;
            }
        }
        return new Summary(times.size(), percentile(times, 50), percentile(times, 95), errors, lastErrorAt);
    }

    private static @Nullable Long percentile(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? null : sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
}
