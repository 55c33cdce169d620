package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Knows which organizations have fresh items in the queue. The broker counts them, about once a second while there are
 * any; between two counts each item taken is subtracted. Not thread-safe.
 */
final class FreshItemCounts {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    // The broker looks at each message; that should cost it a twentieth of its time at most.
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

    /** Asks the broker, unless it was asked a moment ago or the queue is known to be empty. */
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

    /** How long an item that was counted may take to come: somewhat longer than the broker needs to see them all. */
    Duration patience() {
        Duration patience = Duration.ofNanos(PATIENCE_FACTOR * tookNanos);
        return patience.compareTo(SHORTEST_PATIENCE) < 0
                ? SHORTEST_PATIENCE
                : patience.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : patience;
    }

    /** There may be items that the last count has not seen. */
    void mayHaveGrown() {
        moved = true;
    }

    Set<String> organizations() {
        return Set.copyOf(waiting.keySet());
    }

    boolean has(String organization) {
        return waiting.containsKey(organization);
    }

    /** One of the organization's items is in hand now. */
    void taken(String organization) {
        moved = true;
        waiting.computeIfPresent(organization, (unused, left) -> left == 1 ? null : left - 1);
    }

    /** Whatever was counted, nothing could be taken; the next count may say otherwise. */
    void exhausted(String organization) {
        moved |= waiting.remove(organization) != null;
    }
}
