package com.pfavanguard.sync.broker;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerCriticalPlugin;
import org.apache.activemq.artemis.utils.critical.CriticalComponent;

/**
 * Counts how often Artemis' critical analyzer has found a part of the broker stuck, in checks that follow one another.
 * One time is not enough: the analyzer takes a process that was stopped for a while and goes on for stuck.
 */
final class CriticalFailures implements ActiveMQServerCriticalPlugin {

    // Artemis looks once a minute (half of critical-analyzer-timeout).
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

    /** Whether a part of the broker is stuck for certain. */
    synchronized boolean isStuck() {
        return inARow > 1 && nanoTime.getAsLong() - lastAt < IN_A_ROW_NANOS;
    }
}
