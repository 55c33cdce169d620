package com.pfavanguard.sync.gateway.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts per key, up to a maximum. Holds only keys with a count, so it cannot outgrow what it counts. Safe for any
 * thread.
 */
final class BoundedCounts {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Limit limit;
    private final int most;

    BoundedCounts(Limit limit, int most) {
        this.limit = limit;
        this.most = most;
    }

    /**
     * Counts one more under the key, and returns the key for {@link #remove}.
     *
     * @throws LimitReachedException if the key has its maximum already
     */
    String add(String key) {
        counts.merge(key, 1, (before, one) -> {
            if (before >= most) {
                throw new LimitReachedException(limit);
            }
            return before + one;
        });
        return key;
    }

    void remove(String key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    int of(String key) {
        return counts.getOrDefault(key, 0);
    }

    /** The count of the key that has the most; 0 if there is no key. */
    int highest() {
        return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
