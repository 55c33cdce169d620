package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;

/**
 * How much of the past is kept.
 *
 * @param size most events, as many as the broker's ring queue holds
 * @param bytes most bytes of memory for them, objects included
 * @param retention how long the broker keeps an event
 */
record HistoryLimits(int size, long bytes, Duration retention) {

    static final Duration FORGET_ROOM_AFTER = Duration.ofDays(1);

    /** How far two gateways may lie apart in what they take for the broker's time. */
    static final long TOLERANCE_MS = 60_000;

    /** What a room costs, with its shares, indexes and the longest organization id; somewhat less in fact. */
    static final int ROOM_BYTES = 1_024;

    // Of what the events may have, what may be used beside them for each of two things.
    private static final int SHARE_BESIDE = 8;

    private static final long LEAST_EVICTED_BYTES = 1024 * 1024;
    private static final int FEWEST_EMPTY_ROOMS = 100;

    // Longer than the broker, whose expiry scan comes late: what it may send again must still be known here.
    private static final Duration EXPIRY_SLACK = Duration.ofMinutes(2);

    /** Most bytes of events that were let go and may still be on their way to sessions. */
    long evictedBytes() {
        return Math.max(LEAST_EVICTED_BYTES, bytes / SHARE_BESIDE);
    }

    /** Most rooms that are kept although they are empty. */
    int emptyRooms() {
        return (int) Math.max(FEWEST_EMPTY_ROOMS, bytes / SHARE_BESIDE / ROOM_BYTES);
    }

    Duration keepFor() {
        return retention.plus(EXPIRY_SLACK);
    }
}
