package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.vital.Vital;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the worker's threads to stop, and ends their pauses at once when it does. Safe for any thread. */
final class StopSignal {

    private volatile CountDownLatch stopping = new CountDownLatch(1);

    /**
     * Waits for this long.
     *
     * @throws StoppingException if the worker stops meanwhile, or has stopped
     */
    void pause(Duration duration) {
        Vital.rests();
        try {
            if (stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoppingException();
            }
        } catch (InterruptedException e) {
            // The stop does not wait any longer; the message goes back to the queue.
            throw new StoppingException();
        } finally {
            Vital.moved();
        }
    }

    /** @throws StoppingException if the worker stops, or has stopped */
    void check() {
        if (isStopping()) {
            throw new StoppingException();
        }
    }

    boolean isStopping() {
        return stopping.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    void start() {
        stopping = new CountDownLatch(1);
    }

    void stop() {
        stopping.countDown();
    }

    /** The worker stops; the item in hand goes back to the queue unchanged. */
    static final class StoppingException extends RuntimeException {

        StoppingException() {
            super("The worker stops");
        }
    }
}
