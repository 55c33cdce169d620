package com.pfavanguard.sync.security;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * How many audit lines of one kind may be written within a second: {@value #SHARED} for whoever comes first, beyond that
 * {@value #RESERVED} for each source, {@value #MOST} together. So the disk does not fill, and whoever causes thousands of
 * lines leaves room for those of others. Safe for any thread.
 */
final class AuditAllowance {

    static final int SHARED = 100;
    static final int RESERVED = 10;
    static final int MOST = 1_000;

    private final Clock clock;
    private long second;
    private int taken;

    // Of this second; at most as many as lines.
    private final Map<String, Integer> bySource = new HashMap<>();

    AuditAllowance(Clock clock) {
        this.clock = clock;
    }

    /** @param source who causes the line: a user, or an address */
    synchronized boolean take(String source) {
        long now = clock.millis() / 1_000;
        if (now != second) {
            second = now;
            taken = 0;
            bySource.clear();
        }
        boolean allowed = taken < SHARED || (taken < MOST && bySource.getOrDefault(source, 0) < RESERVED);
        if (allowed) {
            taken++;
            bySource.merge(source, 1, Integer::sum);
        }
        return allowed;
    }
}
