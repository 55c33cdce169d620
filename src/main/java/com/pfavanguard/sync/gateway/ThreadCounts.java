package com.pfavanguard.sync.gateway;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Counts on hot paths: each thread adds to numbers that it alone writes, which costs a nanosecond, and readers sum them
 * up. The numbers of threads that have ended stay in the sum. First {@link #allocate} all slots, then {@link #ofThread}.
 * Reading is safe for any thread.
 */
public final class ThreadCounts {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final List<Local> locals = new ArrayList<>();
    private int slots;

    /** Of the threads that have ended. */
    private long[] ended = {};

    /** Reserves neighbouring slots and returns the first. */
    public synchronized int allocate(int number) {
        if (!locals.isEmpty()) {
            throw new IllegalStateException("Threads count already");
        }
        int first = slots;
        slots += number;
        ended = new long[slots];
        return first;
    }

    /** Creates the numbers of the calling thread. No other thread may add to them. */
    public synchronized Local ofThread() {
        foldEnded();
        Local local = new Local(Thread.currentThread(), slots);
        locals.add(local);
        return local;
    }

    /** The sum over all threads: a moment old at most. */
    public synchronized long sum(int slot) {
        foldEnded();
        long sum = ended[slot];
        for (Local local : locals) {
            sum += local.get(slot);
        }
        return sum;
    }

    // All that a thread wrote is visible to those who see that it has ended (JLS 17.4.4).
    private void foldEnded() {
        for (Iterator<Local> each = locals.iterator(); each.hasNext(); ) {
            Local local = each.next();
            if (!local.thread.isAlive()) {
                for (int slot = 0; slot < slots; slot++) {
                    ended[slot] += local.get(slot);
                }
                each.remove();
            }
        }
    }

    /** The numbers of one thread. */
    public static final class Local {

        private final Thread thread;
        private final long[] counts;

        private Local(Thread thread, int slots) {
            this.thread = thread;
            this.counts = new long[slots];
        }

        /** Called by the owning thread only. */
        public void add(int slot, long number) {
            // Opaque: readers see it soon and never a half of it, and it costs no more than a plain write.
            SLOT.setOpaque(counts, slot, counts[slot] + number);
        }

        private long get(int slot) {
            return (long) SLOT.getOpaque(counts, slot);
        }
    }
}
