package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;

/**
 * How much of the past is kept.
 *
 * @param size most events, as many as the broker's ring queue holds
 * @param bytes most bytes of JSON
 * @param retention how long the broker keeps an event
 */
record HistoryLimits(int size, long bytes, Duration retention) {

    static final Duration FORGET_ROOM_AFTER = Duration.ofDays(1);

    /** How far two gateways may lie apart in what they take for the broker's time. */
    static final long TOLERANCE_MS = 60_000;

    // Longer than the broker, whose expiry scan comes late: what it may send again must still be known here.
    private static final Duration EXPIRY_SLACK = Duration.ofMinutes(2);

    Duration keepFor() {
        return retention.plus(EXPIRY_SLACK);
    }
}
