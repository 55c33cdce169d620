package com.pfavanguard.sync.gateway.link;

import java.util.Arrays;

/**
 * Remembers what was read from the broker over one connection: the number, expiry and kind of each message, back to the
 * oldest that the broker still has. A message's <em>ordinal</em> is how many were read before it. Written by the link's
 * thread, read by the gap watch's.
 */
final class ReadMessages {

    /** Number of a message without a valid one. */
    static final long UNKNOWN = -1;

    private final int most;
    private long[] numbers = new long[256];
    private long[] expiryAndKinds = new long[256];
    private long first;
    private int size;
    private long firstUsual = -1;

    /** Ordinal of the oldest message that the broker may still have. */
    private long oldest;

    private boolean mayForget;

    /** @param most how many messages are remembered at most; more than the broker's history holds */
    ReadMessages(int most) {
        this.most = most;
    }

    /** Says what it means if the message is missing later. */
    enum MessageKind {
        /** Survives a restart of the broker. */
        PERSISTENT,
        /** Lost when the broker restarts. */
        NON_PERSISTENT,
        /** Sent by a gateway for itself; no client misses it. */
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
            forget(1);
        }
        if (size == numbers.length) {
            grow();
        }
        int at = (int) ((first + size) % numbers.length);
        numbers[at] = number;
        expiryAndKinds[at] = expires << 2 | kind.ordinal();
        if (usual && firstUsual < 0) {
            firstUsual = first + size;
        }
        size++;
    }

    private void grow() {
        int capacity = Math.min(most, 2 * numbers.length);
        long[] moreNumbers = new long[capacity];
        long[] moreExpiryAndKinds = new long[capacity];
        for (int i = 0; i < size; i++) {
            int from = (int) ((first + i) % numbers.length);
            int to = (int) ((first + i) % capacity);
            moreNumbers[to] = numbers[from];
            moreExpiryAndKinds[to] = expiryAndKinds[from];
        }
        numbers = moreNumbers;
        expiryAndKinds = moreExpiryAndKinds;
    }

    /** How many messages have been read; the next one's ordinal. */
    synchronized long count() {
        return first + size;
    }

    /** Ordinal of the first message of the usual priority; -1 until one has been read. */
    synchronized long firstUsual() {
        return firstUsual;
    }

    /**
     * Ordinal of the message of that number, the first if it came twice; -1 if it was not read or has been forgotten.
     */
    synchronized long ordinalOf(long number) {
        for (int i = (int) Math.max(0, oldest - first); i < size; i++) {
            if (numbers[(int) ((first + i) % numbers.length)] == number) {
                return first + i;
            }
        }
        return -1;
    }

    /** Allows to forget old messages. All were needed until the past had been compared with what was read before. */
    synchronized void mayForget() {
        mayForget = true;
        forgetBefore(oldest);
    }

    /**
     * Notes that the broker no longer has the messages before that ordinal. They are no longer found, and are forgotten
     * once that is allowed.
     */
    synchronized void forgetBefore(long ordinal) {
        oldest = Math.max(oldest, ordinal);
        if (mayForget) {
            forget((int) Math.max(0, Math.min(ordinal - first, size)));
        }
    }

    private void forget(int count) {
        first += count;
        size -= count;
    }

    /** A copy of what was read from that ordinal on. */
    synchronized Snapshot from(long ordinal) {
        int skipped = (int) Math.max(0, Math.min(ordinal - first, size));
        long[] someNumbers = new long[size - skipped];
        long[] someExpiryAndKinds = new long[size - skipped];
        for (int i = skipped; i < size; i++) {
            int at = (int) ((first + i) % numbers.length);
            someNumbers[i - skipped] = numbers[at];
            someExpiryAndKinds[i - skipped] = expiryAndKinds[at];
        }
        return new Snapshot(someNumbers, someExpiryAndKinds);
    }

    /** A copy of some of the messages, oldest first. */
    static final class Snapshot {

        static final Snapshot NONE = new Snapshot(new long[0], new long[0]);

        private final long[] numbers;
        private final long[] expiryAndKinds;

        /** @param expiryAndKinds as {@link #expiryAndKind} returns them */
        Snapshot(long[] numbers, long[] expiryAndKinds) {
            this.numbers = numbers;
            this.expiryAndKinds = expiryAndKinds;
        }

        int size() {
            return numbers.length;
        }

        long number(int i) {
            return numbers[i];
        }

        /** Expiry and kind in one number, for the {@link ReadMessagesFile}. */
        long expiryAndKind(int i) {
            return expiryAndKinds[i];
        }

        long expires(int i) {
            return expiryAndKinds[i] >>> 2;
        }

        MessageKind kind(int i) {
            // Two bits have a fourth value, which is not used.
            return MessageKind.values()[(int) Math.min(expiryAndKinds[i] & 3, MessageKind.MARKER.ordinal())];
        }

        @Override
        public String toString() {
            return Arrays.toString(numbers);
        }
    }
}
