package com.pfavanguard.sync.cli.load;

import java.nio.charset.StandardCharsets;

/**
 * A sync event as any server passes it on, with what the driver wants to know again in the 31 characters of its
 * {@code pfaId}: one letter for the phase, ten digits for its number within the phase and the organization, from 1 on,
 * and twenty for the moment of sending. Found by looking for the field's name, so that nothing is decoded.
 */
final class LoadEvent {

    static final int STAMP_LENGTH = 31;

    private static final byte[] MARK = "\"pfaId\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_DIGITS = 10;

    // nanoTime() may be anything, and we want digits without a sign.
    private static final long BEGINNING = System.nanoTime();

    private LoadEvent() {}

    static long now() {
        return System.nanoTime() - BEGINNING;
    }

    /**
     * The event as UTF-8 JSON.
     *
     * @param sentAt by {@link #now()}
     * @param size in bytes; a few more if it is too small for what must be in it
     */
    static byte[] json(String organizationId, char phase, int number, long sentAt, int size) {
        String start = "{\"type\":\"SYNC_FAILED\",\"pfaId\":\"" + phase + digits(number, NUMBER_DIGITS)
                + digits(sentAt, STAMP_LENGTH - NUMBER_DIGITS - 1) + "\",\"organizationId\":\"" + organizationId
                + "\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"details\":{\"retryCount\":0,\"error\":\"x";
        String end = "\"}}";
        String filler = "x".repeat(Math.max(0, size - start.length() - end.length()));
        return (start + filler + end).getBytes(StandardCharsets.UTF_8);
    }

    private static String digits(long value, int length) {
        String digits = Long.toString(value);
        return "0".repeat(length - digits.length()) + digits;
    }

    /** Where the next event's stamp begins, or -1 if there is none. */
    static int find(byte[] data, int from, int to) {
        int last = to - MARK.length - STAMP_LENGTH;
        for (int i = from; i <= last; i++) {
            if (data[i] == '"' && isMark(data, i)) {
                return i + MARK.length;
            }
        }
        return -1;
    }

    /** Whether an event's stamp begins here. */
    static boolean isAt(byte[] data, int stamp, int to) {
        return stamp >= MARK.length && stamp + STAMP_LENGTH <= to && isMark(data, stamp - MARK.length);
    }

    private static boolean isMark(byte[] data, int at) {
        for (int i = 0; i < MARK.length; i++) {
            if (data[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    static char phase(byte[] data, int stamp) {
        return (char) data[stamp];
    }

    static int number(byte[] data, int stamp) {
        return (int) value(data, stamp + 1, stamp + 1 + NUMBER_DIGITS);
    }

    static long sentAt(byte[] data, int stamp) {
        return value(data, stamp + 1 + NUMBER_DIGITS, stamp + STAMP_LENGTH);
    }

    private static long value(byte[] data, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (data[i] - '0');
        }
        return value;
    }
}
