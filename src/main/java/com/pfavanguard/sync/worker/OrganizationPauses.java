package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Pauses organizations: each pause in a row is twice as long as the one before, up to a limit. Measures monotonic time,
 * so a clock set back prolongs no pause. Safe for any thread.
 */
final class OrganizationPauses {

    private static final Duration UNTIL_NEXT_TRY = Duration.ofMinutes(1);

    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
    private final ExponentialBackOff lengths;
    private final LongSupplier nanoTime;

    private record Pause(long endNanos, BackOffExecution lengths) {}

    OrganizationPauses(Duration first, Duration longest, LongSupplier nanoTime) {
        lengths = new ExponentialBackOff(first.toMillis(), 2);
        lengths.setMaxInterval(longest.toMillis());
        this.nanoTime = nanoTime;
    }

    /**
     * Begins a pause, unless one is under way.
     *
     * @return whether it is the first in a row
     */
    boolean pause(String organization) {
        boolean[] isFirst = {false};
        pauses.compute(organization, (unused, before) -> {
            if (before != null && left(before).isPresent()) {
                return before;
            }
            isFirst[0] = before == null;
            BackOffExecution inARow = before == null ? lengths.start() : before.lengths;
            Duration length = Duration.ofMillis(inARow.nextBackOff());
            return new Pause(nanoTime.getAsLong() + length.toNanos(), inARow);
        });
        return isFirst[0];
    }

    private Optional<Duration> left(Pause pause) {
        long left = pause.endNanos - nanoTime.getAsLong();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /** Ends a row of pauses; the next pause is a first one again. */
    void end(String organization) {
        pauses.remove(organization);
    }

    void endAll() {
        pauses.clear();
    }

    /** How long the organization is still paused; empty if it is not. */
    Optional<Duration> left(String organization) {
        return Optional.ofNullable(pauses.get(organization)).flatMap(this::left);
    }

    boolean isPaused(String organization) {
        return left(organization).isPresent();
    }

    /** Whether it was paused, and {@link #end} has not been called since. */
    boolean isUnproven(String organization) {
        return pauses.containsKey(organization);
    }

    /** Organizations paused at the moment. */
    Set<String> all() {
        return pausedWithin(Duration.ZERO);
    }

    /**
     * Organizations in a row of pauses: also those whose pause has just ended and whose next try is still to come. A
     * gauge of them does not fall to zero between two pauses. Left out a minute after the pause: then there is nothing
     * to try.
     */
    Set<String> inARow() {
        return pausedWithin(UNTIL_NEXT_TRY);
    }

    private Set<String> pausedWithin(Duration last) {
        long now = nanoTime.getAsLong();
        return pauses.entrySet().stream()
                .filter(entry -> entry.getValue().endNanos - now + last.toNanos() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
