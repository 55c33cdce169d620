package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a task repeatedly on a vital thread, with a pause before each run, and goes on after anything the task throws. A
 * scheduled executor would cancel the task after its first exception.
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

    /** Stops after the current run. */
    public void stop() {
        stopped = true;
        thread.end();
    }
}
