package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Never lets more than so many requests arrive at PEMS within any one second, wherever that second begins. A plain token
 * bucket would not do: it lets a burst through at the end of one second and another at the beginning of the next.
 *
 * <p>Each request has a slot, which is free again one second after the request arrived. When that was cannot be seen from
 * here, but by how much it can have been late: by as much as the answer took longer than the shortest of late. Thus a
 * PEMS that always takes 300 ms gets the full rate, and a request that was held up on its way does not meet those of the
 * next second. (Where the way and PEMS both vary a lot, that can be out by some milliseconds.) While no answer has come,
 * the request is taken to have been under way for as long as it may be at most. Safe for any thread.
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

    /** Requests of one kind take about as long as each other. */
    enum Kind {
        READ,
        WRITE
    }

    /** A slot for one request to be sent at once; empty if there is none now. */
    synchronized Optional<Slot> tryAcquire(Kind kind) {
        long now = nanoTime.getAsLong();
        int earliest = earliest();
        if (freeAt[earliest] - now > 0) {
            return Optional.empty();
        }
        freeAt[earliest] = now + transitNanos + WINDOW_NANOS;
        return Optional.of(new Slot(earliest, kind, now, freeAt[earliest]));
    }

    /** How long until a slot can be free; asks again then, it may be taken or be free earlier. */
    synchronized Duration untilFree() {
        return Duration.ofNanos(Math.max(0, freeAt[earliest()] - nanoTime.getAsLong()));
    }

    // Nanosecond times are compared by their difference, as System.nanoTime() wants it.
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
        // After a very late answer somebody else has the slot already.
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

        /** The request has been answered, or has failed. */
        @Override
        public void close() {
            answered(this);
        }
    }

    /** How long the latest requests of a kind took from here to PEMS and back. */
    private static final class RoundTrips {

        // Enough for one of the quickest to be among them, few enough to notice that PEMS has become slower.
        private static final int LATEST = 64;

        // The first ones also open connections and warm up; they say nothing yet about the shortest.
        private static final int ENOUGH = 20;

        // There may still be a quicker one by as much.
        private static final long DOUBT_NANOS = Duration.ofMillis(10).toNanos();

        private final long[] latest = new long[LATEST];
        private int count;

        /** The shortest of late, this one included, or somewhat less; 0 as long as there are too few to tell. */
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
