package com.pfavanguard.sync.gateway.stream;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that hand events to sessions. Each session belongs to one of them for life, so nothing about a session
 * is ever done by two at once, and a thread that wakes up finds all that has arrived meanwhile: one event when it is
 * quiet, many in one write when it is not.
 */
final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

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
            worker.thread.start();
        }
    }

    /** Lets the threads finish what they are at and end. */
    void stop() {
        for (Worker worker : workers) {
            worker.stopped = true;
            LockSupport.unpark(worker.thread);
        }
    }

    /** One thread and the work that waits for it. */
    static final class Worker implements Runnable {

        private final int index;
        private final Thread thread;
        private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
        private volatile boolean parked;
        private volatile boolean stopped;

        private Worker(int index) {
            this.index = index;
            this.thread = new Thread(this, "fan-out-" + index);
            this.thread.setDaemon(true);
        }

        int index() {
            return index;
        }

        void execute(Runnable task) {
            queue.add(task);
            // Volatile write (the queue) before volatile read (parked); the thread does the opposite, so one sees the
            // other.
            if (parked) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            while (!stopped) {
                Runnable task = queue.poll();
                if (task == null) {
                    parked = true;
                    if (queue.isEmpty() && !stopped) {
                        LockSupport.park(this);
                    }
                    parked = false;
                } else {
                    runSafely(task);
                }
            }
        }

        private static void runSafely(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("A session could not be served; the others go on", e);
            }
        }
    }
}
