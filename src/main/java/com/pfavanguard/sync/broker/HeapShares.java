package com.pfavanguard.sync.broker;

/**
 * Divides the heap between what grows with the events sent to the process, so that no producer can use it up. The
 * shares are of the heap beyond what the application itself needs; they leave enough for messages in transit, sessions
 * and the garbage collector (decision 0027).
 */
public final class HeapShares {

    private static final long MEGABYTE = 1024 * 1024;

    // Live heap of an idle process with the embedded broker: 58 to 62 MB.
    private static final long APPLICATION = 64 * MEGABYTE;

    // For smaller heaps, in which little runs anyway.
    private static final int LEAST_PART_LEFT = 4;

    // 12 KB were measured.
    private static final long ADDRESS = 16 * 1024;

    private HeapShares() {}

    /** Maximum bytes of messages in the embedded broker, as the broker counts them. */
    public static long ofBroker() {
        return left() / 8 * 3;
    }

    /** Maximum number of organization addresses in the embedded broker. */
    static int addresses() {
        return (int) (left() / 8 / ADDRESS);
    }

    /** Bytes of recent events in a gateway's memory, if no setting says otherwise. */
    public static long ofHistory() {
        return Math.min(64 * MEGABYTE, left() / 8);
    }

    /** Maximum that may be set for them. */
    public static long mostForHistory() {
        return left() / 4;
    }

    /**
     * Bytes of the records' last events in a gateway's memory, if no setting says otherwise. Each takes about twice as
     * much in the broker, which with an embedded one is the same heap.
     */
    public static long ofStates() {
        return Math.min(64 * MEGABYTE, left() / 32);
    }

    /** Maximum that may be set for them. */
    public static long mostForStates() {
        return left() / 8;
    }

    private static long left() {
        return left(Runtime.getRuntime().maxMemory());
    }

    static long left(long heap) {
        return Math.max(heap - APPLICATION, heap / LEAST_PART_LEFT);
    }
}
