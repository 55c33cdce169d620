package com.pfavanguard.sync.gateway.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many of each and no more. Knows those alone that have one, so it is no larger than what it counts. */
final class BoundedCounts {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Limit limit;
    private final int most;

    BoundedCounts(Limit limit, int most) {
        this.limit = limit;
        this.most = most;
    }

    /** Counts one more and returns its key, by which it is taken back. */
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
}
