package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts the fresh items of each organization. Asks the broker about once a second while there are any, and subtracts
 * each item taken in between. Not thread-safe.
 */
final class FreshItemCounts {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    // Counting makes the broker look at each message; this limits it to a twentieth of its time.
    private static final int REST_FACTOR = 20;

    private static final int PATIENCE_FACTOR = 3;
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(25);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Map<String, Long>> count;
    private final LongSupplier nanoTime;
    private final Map<String, Long> waiting = new HashMap<>();
    private boolean moved = true;
    private long nextCountAt;
    private long tookNanos;

    /** @param count asks the broker for items by organization */
    FreshItemCounts(Supplier<Map<String, Long>> count, LongSupplier nanoTime) {
        this.count = count;
        this.nanoTime = nanoTime;
        this.nextCountAt = nanoTime.getAsLong();
    }

    /** Asks the broker again, unless it was asked a moment ago or the queue is known to be empty. */
    void refresh() {
        long now = nanoTime.getAsLong();
        if (now - nextCountAt < 0 || (!moved && waiting.isEmpty())) {
            return;
        }
        moved = false;
        Map<String, Long> counted = count.get();
        waiting.clear();
        waiting.putAll(counted);
        tookNanos = nanoTime.getAsLong() - now;
        nextCountAt = now + tookNanos + Math.max(INTERVAL_NANOS, REST_FACTOR * tookNanos);
    }

    /** How long to wait for an item that was counted: somewhat longer than the broker needs to look at all of them. */
    Duration patience() {
        Duration patience = Duration.ofNanos(PATIENCE_FACTOR * tookNanos);
        return patience.compareTo(SHORTEST_PATIENCE) < 0
                ? SHORTEST_PATIENCE
                : patience.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : patience;
    }

    /** Notes that there may be items which the last count has not seen. */
    void mayHaveGrown() {
        moved = true;
    }

    Set<String> organizations() {
        return Set.copyOf(waiting.keySet());
    }

    boolean has(String organization) {
        return waiting.containsKey(organization);
    }

    /** Subtracts one item of the organization, which a thread has taken. */
    void taken(String organization) {
        moved = true;
        waiting.computeIfPresent(organization, (unused, left) -> left == 1 ? null : left - 1);
    }

    /** Notes that no item of the organization could be taken, whatever the count said; the next count may find some. */
    void exhausted(String organization) {
        moved |= waiting.remove(organization) != null;
    }
}
