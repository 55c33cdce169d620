package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;

/**
 * Limits how much of the past is kept.
 *
 * @param size most events, as many as the broker's ring queue holds
 * @param bytes most bytes of memory for them, objects included
 * @param retention how long the broker keeps an event
 */
record HistoryLimits(int size, long bytes, Duration retention) {

    static final Duration FORGET_ROOM_AFTER = Duration.ofDays(1);

    /** How far the broker's time may differ between two gateways. */
    static final long TOLERANCE_MS = 60_000;

    /**
     * How much earlier than now, or than the interruption before it, the stamp of a later event may be. Less than the
     * tolerance of a moment, so that no moment skips the event.
     */
    static final long CLOCK_SLACK_MS = TOLERANCE_MS / 2;

    /** Memory of a room with its shares, indexes and the longest organization id, rounded up. */
    static final int ROOM_BYTES = 1_024;

    // Evicted events and empty rooms may each use this part of the events' memory in addition.
    private static final int SHARE_BESIDE = 8;

    private static final long LEAST_EVICTED_BYTES = 1024 * 1024;
    private static final int FEWEST_EMPTY_ROOMS = 100;

    // Added to the broker's retention: its expiry scan runs late, and events that it may send again must still be
    // known here.
    private static final Duration EXPIRY_SLACK = Duration.ofMinutes(2);

    /** Most bytes of evicted events that may still be on their way to sessions. */
    long evictedBytes() {
        return Math.max(LEAST_EVICTED_BYTES, bytes / SHARE_BESIDE);
    }

    /** Most empty rooms that are kept. */
    int emptyRooms() {
        return (int) Math.max(FEWEST_EMPTY_ROOMS, bytes / SHARE_BESIDE / ROOM_BYTES);
    }

    /** For how many milliseconds the broker surely holds an event, if the ring has room for it. */
    long surelyHeld() {
        return retention.toMillis() - TOLERANCE_MS;
    }

    Duration keepFor() {
        return retention.plus(EXPIRY_SLACK);
    }
}
