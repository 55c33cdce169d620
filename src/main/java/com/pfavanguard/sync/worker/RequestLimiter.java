package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Never lets more than so many requests arrive at PEMS within any one second, wherever that second begins. A token
 * bucket would not do: it lets a burst through at the end of one second and another at the beginning of the next.
 *
 * <p>When a request arrives cannot be seen from here. It is no later than its answer, so its slot is free again one
 * second after that; and if the answer takes long, one second after the time a request may be under way at most. Safe
 * for any thread.
 */
final class RequestLimiter {

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final long transitNanos;

    // When each slot is free again; guarded by this.
    private final long[] freeAt;

    RequestLimiter(int rate, Duration transit, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.transitNanos = transit.toNanos();
        this.freeAt = new long[rate];
        Arrays.fill(freeAt, nanoTime.getAsLong());
    }

    /** A slot for one request to be sent at once; empty if there is none now. */
    synchronized Optional<Slot> tryAcquire() {
        long now = nanoTime.getAsLong();
        int earliest = earliest();
        if (freeAt[earliest] - now > 0) {
            return Optional.empty();
        }
        freeAt[earliest] = now + transitNanos + WINDOW_NANOS;
        return Optional.of(new Slot(earliest));
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
        long free = nanoTime.getAsLong() + WINDOW_NANOS;
        if (freeAt[slot.number] - free > 0) {
            freeAt[slot.number] = free;
        }
    }

    /** Permission for one request. */
    final class Slot implements AutoCloseable {

        private final int number;

        private Slot(int number) {
            this.number = number;
        }

        /** The request has been answered, or has failed. */
        @Override
        public void close() {
            answered(this);
        }
    }
}
