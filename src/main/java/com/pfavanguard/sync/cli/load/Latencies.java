package com.pfavanguard.sync.cli.load;

/**
 * Durations counted in steps that grow with them: 128 to each power of two, so that a percentile is off by less than
 * one in a hundred. Takes nanoseconds, answers in milliseconds. For one thread.
 */
public final class Latencies {

    private static final int STEPS = 128;
    private static final int STEP_BITS = 7;
    private static final double NANOS_PER_MS = 1e6;

    private final long[] counts = new long[64 * STEPS];
    private long count;
    private long highest;

    void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[index(value)]++;
        count++;
        highest = Math.max(highest, value);
    }

    /** Likewise for several of the same; a delivery to each of these clients, say. */
    void add(Latencies others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
        count += others.count;
        highest = Math.max(highest, others.highest);
    }

    private static int index(long value) {
        if (value < STEPS) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
        return (shift + 1) * STEPS + (int) ((value >>> shift) - STEPS);
    }

    private static long middle(int index) {
        if (index < STEPS) {
            return index;
        }
        int shift = index / STEPS - 1;
        return ((long) (index % STEPS + STEPS) << shift) + (1L << shift >> 1);
    }

    public long count() {
        return count;
    }

    /** The percentile in milliseconds; {@code NaN} if nothing was counted. */
    public double percentileMs(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(percent / 100 * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(middle(i), highest) / NANOS_PER_MS;
            }
        }
        return Double.NaN;
    }

    public double highestMs() {
        return count == 0 ? Double.NaN : highest / NANOS_PER_MS;
    }
}
