package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Does a task again and again, with a pause after each time, whatever the task throws. Unlike a scheduled executor,
 * which gives a task up for good the first time it throws.
 */
public final class PeriodicTask {

    private final String name;
    private final long pauseNanos;
    private final Runnable task;
    private volatile boolean stopped;
    private final VitalThread thread;

    PeriodicTask(String name, Duration pause, Duration bound, Runnable task) {
        this.name = name;
        this.pauseNanos = pause.toNanos();
        this.task = task;
        this.thread = new VitalThread(name, bound, this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            pause();
            if (!stopped) {
                Vital.guarded(name, task).run();
                Vital.moved();
            }
        }
    }

    private void pause() {
        long until = System.nanoTime() + pauseNanos;
        for (long left = pauseNanos; left > 0 && !stopped; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            Thread.interrupted();
        }
    }

    /** Lets a task under way end, and does no other. */
    public void stop() {
        stopped = true;
        thread.end();
    }
}
