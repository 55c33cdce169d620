package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.vital.Vital;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs the worker's threads, each one {@link WorkStep} after another, until a stop or the broker's first failure. */
final class WorkerThreads {

    // Longer than the longest wait at the broker and its answer; requests to PEMS have their own time.
    private static final Duration STILL_FOR = Duration.ofMinutes(3);

    private final WorkStep step;
    private final ItemTaker taker;
    private final StopSignal stop;
    private final ExecutorService executor;
    private final int count;

    private volatile @Nullable RuntimeException failure;

    /** Makes the threads for what the queue holds at this moment. */
    interface Factory {

        WorkerThreads create();
    }

    WorkerThreads(WorkStep step, ItemTaker taker, StopSignal stop, int count) {
        this.step = step;
        this.taker = taker;
        this.stop = stop;
        this.count = count;
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "pems-write-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        for (int i = 0; i < count; i++) {
            executor.execute(Vital.watched(STILL_FOR, this::work));
        }
    }

    /** @throws RuntimeException the failure that ended one of the threads, if one did */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void work() {
        try {
            while (!stop.isStopping() && failure == null) {
                Vital.moved();
                step.run();
            }
        } catch (StopSignal.StoppingException e) {
            if (!stop.isStopping() && failure == null) {
                failure = new IllegalStateException("A thread of the worker was interrupted");
            }
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
            // The other threads end the items they have in hand, if the broker lets them, and take no more.
        }
    }

    /** Takes no more items and waits for those in hand; after {@code patience} they go back to the queue. */
    void end(Duration patience) {
        stop.stop();
        taker.wake();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
                executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
