package com.pfavanguard.sync.security.audit;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits audit lines of one kind per second: the first {@value #SHARED} are written whatever their source, then
 * {@value #RESERVED} of each source, {@value #MOST} altogether. So the disk does not fill, and a source that causes
 * thousands of lines does not suppress those of others. Safe for any thread.
 */
final class AuditLineLimit {

    static final int SHARED = 100;
    static final int RESERVED = 10;
    static final int MOST = 1_000;

    private final Clock clock;
    private long second;
    private int taken;

    // Lines in this second; has at most MOST keys.
    private final Map<String, Integer> bySource = new HashMap<>();

    AuditLineLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts one line if it may be written.
     *
     * @param source the user or network address that causes the line
     */
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
