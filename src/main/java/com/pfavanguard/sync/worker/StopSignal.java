package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.vital.Vital;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits of the worker's threads, all of which end at once when the worker stops. */
final class StopSignal {

    private volatile CountDownLatch stopping = new CountDownLatch(1);

    /** @throws StoppingException if the worker stops meanwhile, or has stopped */
    void pause(Duration duration) {
        Vital.rests();
        try {
            if (stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoppingException();
            }
        } catch (InterruptedException e) {
            // Somebody is in a hurry to stop; the message goes back to the queue.
            throw new StoppingException();
        } finally {
            Vital.moved();
        }
    }

    void checkStopping() {
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

    /** The worker stops; what it has in hand goes back to the queue as it is. */
    static final class StoppingException extends RuntimeException {

        StoppingException() {
            super("The worker stops");
        }
    }
}
