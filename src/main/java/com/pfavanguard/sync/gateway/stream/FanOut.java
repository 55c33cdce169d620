package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that hand events to sessions. Each session belongs to one of them, so that they do not stand in each
 * other's way, and a thread that wakes up finds all that has arrived meanwhile: one event when it is quiet, many in one
 * write when it is not. What is soon done the link's thread does itself, see {@link Room#wake}.
 */
final class FanOut {

    private static final String NAME = "fan-out";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    private final Worker[] workers;
    private final AtomicInteger nextWorker = new AtomicInteger();

    FanOut(int threads) {
        workers = new Worker[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Worker(i);
        }
    }

    Worker[] workers() {
        return workers;
    }

    /** The thread for the next session; they take turns. */
    Worker assign() {
        return workers[Math.floorMod(nextWorker.getAndIncrement(), workers.length)];
    }

    void start() {
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /** Lets the threads finish what they are at and end. */
    void stop() {
        for (Worker worker : workers) {
            worker.stop();
        }
    }

    /** Something to be done by one of the threads, with that thread's batch. */
    interface Work {
        void run(Batch batch);
    }

    /** One thread and the work that waits for it. */
    static final class Worker implements Runnable {

        private final int index;
        private volatile @Nullable VitalThread thread;
        private final ConcurrentLinkedQueue<Work> queue = new ConcurrentLinkedQueue<>();
        private volatile boolean parked;

        private Worker(int index) {
            this.index = index;
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

        /** Whether the thread has nothing to do, or had a moment ago. */
        boolean isIdle() {
            return parked;
        }

        void execute(Work work) {
            queue.add(work);
            // Volatile write (the queue) before volatile read (parked); the thread does the opposite, so one sees the
            // other. Whoever wakes it says so first, or each event that comes until it runs would wake it once more.
            if (parked) {
                parked = false;
                VitalThread sleeping = thread;
                if (sleeping != null) {
                    sleeping.unpark();
                }
            }
        }

        private boolean isCurrent() {
            VitalThread present = thread;
            return present != null && present.isCurrent();
        }

        @Override
        public void run() {
            Batch batch = new Batch();
            while (isCurrent()) {
                Work work = queue.poll();
                if (work == null) {
                    batch.clear();
                    parked = true;
                    if (queue.isEmpty() && isCurrent()) {
                        Vital.rests();
                        LockSupport.park(this);
                        // Or an interrupt that nobody has meant would keep it from ever sleeping again.
                        Thread.interrupted();
                        Vital.moved();
                    }
                    parked = false;
                } else {
                    runSafely(work, batch);
                    Vital.moved();
                }
            }
        }

        private static void runSafely(Work work, Batch batch) {
            try {
                work.run(batch);
            } catch (RuntimeException | Error e) {
                // An Error too: whatever one session has come to, this thread serves thousands.
                Vital.failed(NAME, e);
            }
        }
    }
}
