package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits how many requests arrive at PEMS within any one second, wherever that second begins. A token bucket is not
 * enough: it lets one burst through at the end of a second and another at the beginning of the next.
 *
 * <p>Each request uses a slot, which is free again one second after the request arrived at PEMS. The arrival cannot be
 * seen from here, so the limiter estimates the latest moment: the answer's arrival minus the fastest recent round trip.
 * So a PEMS that always takes 300 ms gets the full rate, and a request delayed on its way does not meet those of the
 * next second. (If both network and PEMS vary a lot, the estimate can be off by some milliseconds.) Until an answer
 * comes, the request is assumed to take the longest transit time. Safe for any thread.
 */
final class RequestLimiter {

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final long transitNanos;
    private final RoundTrips reads = new RoundTrips();
    private final RoundTrips writes = new RoundTrips();

    // When each slot is free again; guarded by this.
    private final long[] freeAt;

    RequestLimiter(int rate, Duration transit, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.transitNanos = transit.toNanos();
        this.freeAt = new long[rate];
        Arrays.fill(freeAt, nanoTime.getAsLong());
    }

    /** Requests of one kind take about the same time. */
    enum Kind {
        READ,
        WRITE
    }

    /** Takes a slot for a request to be sent now; empty if none is free. */
    synchronized Optional<Slot> tryAcquire(Kind kind) {
        long now = nanoTime.getAsLong();
        int earliest = earliest();
        if (freeAt[earliest] - now > 0) {
            return Optional.empty();
        }
        freeAt[earliest] = now + transitNanos + WINDOW_NANOS;
        return Optional.of(new Slot(earliest, kind, now, freeAt[earliest]));
    }

    /** How long until a slot may be free; try again then, it may be taken or have been free earlier. */
    synchronized Duration untilFree() {
        return Duration.ofNanos(Math.max(0, freeAt[earliest()] - nanoTime.getAsLong()));
    }

    // Nanosecond times are compared by difference, as System.nanoTime() requires.
    private int earliest() {
        int earliest = 0;
        for (int slot = 1; slot < freeAt.length; slot++) {
            if (freeAt[slot] - freeAt[earliest] < 0) {
                earliest = slot;
            }
        }
        return earliest;
    }

    private synchronized void answered(Slot slot) {
        long now = nanoTime.getAsLong();
        long shortest = (slot.kind == Kind.READ ? reads : writes).shortestWith(now - slot.takenAt);
        long free = now - shortest + WINDOW_NANOS;
        // After a very late answer another request has the slot already.
        if (freeAt[slot.number] == slot.freeAt && slot.freeAt - free > 0) {
            freeAt[slot.number] = free;
        }
    }

    /** Permission for one request. */
    final class Slot implements AutoCloseable {

        private final int number;
        private final Kind kind;
        private final long takenAt;
        private final long freeAt;

        private Slot(int number, Kind kind, long takenAt, long freeAt) {
            this.number = number;
            this.kind = kind;
            this.takenAt = takenAt;
            this.freeAt = freeAt;
        }

        /** Marks the request as answered or failed. */
        @Override
        public void close() {
            answered(this);
        }
    }

    /** Round-trip times of the latest requests of one kind. */
    private static final class RoundTrips {

        // Enough to include a fast one, few enough to notice when PEMS gets slower.
        private static final int LATEST = 64;

        // The first requests open connections and warm up, so they say nothing about the fastest.
        private static final int ENOUGH = 20;

        // Safety margin: another request may be faster by this much.
        private static final long DOUBT_NANOS = Duration.ofMillis(10).toNanos();

        private final long[] latest = new long[LATEST];
        private int count;

        /** The fastest recent round trip including this one, minus a margin; 0 while there are too few to tell. */
        long shortestWith(long nanos) {
            latest[count % LATEST] = nanos;
            count = count == Integer.MAX_VALUE ? LATEST : count + 1;
            if (count < ENOUGH) {
                return 0;
            }
            long shortest =
                    Arrays.stream(latest, 0, Math.min(count, LATEST)).min().orElse(0);
            return Math.max(0, shortest - DOUBT_NANOS);
        }
    }
}
