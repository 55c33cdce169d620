package com.pfavanguard.sync.gateway.link;

import java.util.Arrays;

/**
 * What has been read from the broker over one connection, in that order: the broker's number of each message and when it
 * expires. Reaches back to the oldest message that the broker still has. Written by the link's thread, read by the gap
 * watch's.
 */
final class ReadMessages {

    /** Number of a message whose headers were of no use. */
    static final long UNKNOWN = -1;

    private final int most;
    private long[] numbers = new long[256];
    private long[] fates = new long[256];
    private long first;
    private int size;
    private long firstUsual = -1;

    /** Place of the oldest message that the broker may still have. */
    private long oldest;

    private boolean mayForget;

    /** @param most how many are remembered at most, more than the broker's history holds */
    ReadMessages(int most) {
        this.most = most;
    }

    /** What a message was; says what its absence means. */
    enum MessageKind {
        /** Survives the broker. */
        PERSISTENT,
        /** Gone when the broker restarts. */
        NON_PERSISTENT,
        /** A gateway's own, of no interest to anybody else. */
        MARKER
    }

    /**
     * Notes a message.
     *
     * @param number the broker's, or {@link #UNKNOWN}
     * @param expires when the broker drops it, milliseconds since 1970; 0 if never
     * @param usual whether it has the usual priority
     */
    synchronized void add(long number, long expires, MessageKind kind, boolean usual) {
        if (size == most) {
            letGo(1);
        }
        if (size == numbers.length) {
            grow();
        }
        int at = (int) ((first + size) % numbers.length);
        numbers[at] = number;
        fates[at] = expires << 2 | kind.ordinal();
        if (usual && firstUsual < 0) {
            firstUsual = first + size;
        }
        size++;
    }

    private void grow() {
        int capacity = Math.min(most, 2 * numbers.length);
        long[] moreNumbers = new long[capacity];
        long[] moreFates = new long[capacity];
        for (int i = 0; i < size; i++) {
            int from = (int) ((first + i) % numbers.length);
            int to = (int) ((first + i) % capacity);
            moreNumbers[to] = numbers[from];
            moreFates[to] = fates[from];
        }
        numbers = moreNumbers;
        fates = moreFates;
    }

    /** How many have been read; the next one's place. */
    synchronized long count() {
        return first + size;
    }

    /** The place of the first message of the usual priority; -1 until one has been read. */
    synchronized long firstUsual() {
        return firstUsual;
    }

    /**
     * The place of the message of that number, the first one if it has come twice; -1 if it has not been read or was to be
     * forgotten.
     */
    synchronized long ordinalOf(long number) {
        for (int i = (int) Math.max(0, oldest - first); i < size; i++) {
            if (numbers[(int) ((first + i) % numbers.length)] == number) {
                return first + i;
            }
        }
        return -1;
    }

    /** The past has been compared with what it was, for which all of it was needed. */
    synchronized void mayForget() {
        mayForget = true;
        forgetBefore(oldest);
    }

    /** What came before that place the broker no longer has: it is not found any more, and let go as soon as it may be. */
    synchronized void forgetBefore(long place) {
        oldest = Math.max(oldest, place);
        if (mayForget) {
            letGo((int) Math.max(0, Math.min(place - first, size)));
        }
    }

    private void letGo(int count) {
        first += count;
        size -= count;
    }

    /** A copy of what was read at that place and later. */
    synchronized Snapshot from(long place) {
        int skipped = (int) Math.max(0, Math.min(place - first, size));
        long[] someNumbers = new long[size - skipped];
        long[] someFates = new long[size - skipped];
        for (int i = skipped; i < size; i++) {
            int at = (int) ((first + i) % numbers.length);
            someNumbers[i - skipped] = numbers[at];
            someFates[i - skipped] = fates[at];
        }
        return new Snapshot(someNumbers, someFates);
    }

    /** Some of them, oldest first. */
    static final class Snapshot {

        static final Snapshot NONE = new Snapshot(new long[0], new long[0]);

        private final long[] numbers;
        private final long[] fates;

        /** @param fates as {@link #fate} gives them */
        Snapshot(long[] numbers, long[] fates) {
            this.numbers = numbers;
            this.fates = fates;
        }

        int size() {
            return numbers.length;
        }

        long number(int i) {
            return numbers[i];
        }

        /** Expiry and kind in one, for keeping. */
        long fate(int i) {
            return fates[i];
        }

        long expires(int i) {
            return fates[i] >>> 2;
        }

        MessageKind kind(int i) {
            // The fourth value of two bits is nobody's.
            return MessageKind.values()[(int) Math.min(fates[i] & 3, MessageKind.MARKER.ordinal())];
        }

        @Override
        public String toString() {
            return Arrays.toString(numbers);
        }
    }
}
