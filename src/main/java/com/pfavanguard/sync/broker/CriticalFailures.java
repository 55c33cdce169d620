package com.pfavanguard.sync.broker;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerCriticalPlugin;
import org.apache.activemq.artemis.utils.critical.CriticalComponent;

/**
 * Counts consecutive checks in which Artemis' critical analyzer found a part of the broker stuck. A single check is
 * not enough: the analyzer also reports a process that was paused and resumed.
 */
final class CriticalFailures implements ActiveMQServerCriticalPlugin {

    // Artemis checks once a minute (half of critical-analyzer-timeout).
    private static final long IN_A_ROW_NANOS = Duration.ofSeconds(90).toNanos();

    private final LongSupplier nanoTime;
    private int inARow;
    private long lastAt;

    CriticalFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void criticalFailure(CriticalComponent component) {
        long now = nanoTime.getAsLong();
        inARow = inARow > 0 && now - lastAt < IN_A_ROW_NANOS ? inARow + 1 : 1;
        lastAt = now;
    }

    /** Returns whether a part of the broker is certainly stuck. */
    synchronized boolean isStuck() {
        return inARow > 1 && nanoTime.getAsLong() - lastAt < IN_A_ROW_NANOS;
    }
}
