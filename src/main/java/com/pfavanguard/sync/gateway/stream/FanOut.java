package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that write events to sessions. Each session belongs to one of them, so that they do not block each
 * other. A thread that wakes up finds all that has arrived meanwhile: one event in quiet times, many for one write in
 * busy ones. Small rooms in quiet times are served by the link's thread, see {@link Room#wake}.
 */
final class FanOut {

    private static final String NAME = "fan-out";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    private final Worker[] workers;
    private final AtomicInteger nextWorker = new AtomicInteger();

    FanOut(int threads, Deliveries deliveries) {
        workers = new Worker[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Worker(i, deliveries);
        }
    }

    Worker[] workers() {
        return workers;
    }

    /** The thread for the next session, in turn. */
    Worker assign() {
        return workers[Math.floorMod(nextWorker.getAndIncrement(), workers.length)];
    }

    void start() {
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /** Lets the threads finish what they are doing and end. */
    void stop() {
        for (Worker worker : workers) {
            worker.stop();
        }
    }

    /** Work for one of the threads, done with that thread's batch. */
    interface Work {
        void run(Batch batch);
    }

    /** One thread and its queue of work. */
    static final class Worker implements Runnable {

        private final int index;
        private final Deliveries deliveries;
        private volatile @Nullable VitalThread thread;
        private final ConcurrentLinkedQueue<Work> queue = new ConcurrentLinkedQueue<>();
        private volatile boolean parked;

        private Worker(int index, Deliveries deliveries) {
            this.index = index;
            this.deliveries = deliveries;
        }

        int index() {
            return index;
        }

        private void start() {
            VitalThread fresh = Vital.thread(NAME + "-" + index, STILL_FOR, this);
            thread = fresh;
            fresh.start();
        }

        private void stop() {
            VitalThread stopping = thread;
            thread = null;
            if (stopping != null) {
                stopping.end();
            }
        }

        /** Whether the thread sleeps, or did a moment ago. */
        boolean isIdle() {
            return parked;
        }

        void execute(Work work) {
            queue.add(work);
            // Volatile write (the queue) before volatile read (parked). The thread does the opposite, so one sees the
            // other. Parked is cleared first, or each event that comes until the thread runs would wake it once more.
            if (parked) {
                parked = false;
                VitalThread sleeping = thread;
                if (sleeping != null) {
                    sleeping.unpark();
                }
            }
        }

        private boolean isCurrent() {
            return VitalThread.isCurrent(thread);
        }

        @Override
        public void run() {
            Batch batch = new Batch(deliveries.ofThread());
            while (isCurrent()) {
                Work work = queue.poll();
                if (work == null) {
                    batch.clear();
                    parked = true;
                    if (queue.isEmpty() && isCurrent()) {
                        Vital.rests();
                        LockSupport.park(this);
                        // Clears a stray interrupt, which would keep the thread from ever sleeping again.
                        Thread.interrupted();
                        Vital.moved();
                    }
                    parked = false;
                } else {
                    runSafely(work, batch);
                    batch.report();
                    Vital.moved();
                }
            }
        }

        private static void runSafely(Work work, Batch batch) {
            try {
                work.run(batch);
            } catch (RuntimeException | Error e) {
                // An Error too: this thread serves thousands of other sessions.
                Vital.failed(NAME, e);
            }
        }
    }
}
