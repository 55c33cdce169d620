package com.pfavanguard.sync.vital;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates the threads that the process cannot do without, and takes their reports of progress for the watchdog. Static,
 * since liveness concerns the process as a whole and code deep inside a module must be able to report (decision 0031). Safe
 * for any thread.
 */
public final class Vital {

    private static final ThreadLocal<@Nullable Watch> CURRENT = new ThreadLocal<>();

    private Vital() {}

    /**
     * Creates a daemon thread, not started yet, for work that goes on until {@link VitalThread#end}.
     *
     * @param bound longest time between two calls of {@link #moved} before liveness is DOWN. Choose it far above what the
     *     work takes under load, since an orchestrator then restarts the process
     */
    public static VitalThread thread(String name, Duration bound, Runnable work) {
        return new VitalThread(name, bound, work);
    }

    /**
     * Starts a daemon thread that runs a task repeatedly until {@link PeriodicTask#stop}, first after a pause.
     *
     * @param bound longest time for one run and the pause before it
     */
    public static PeriodicTask every(Duration pause, String name, Duration bound, Runnable task) {
        PeriodicTask periodic = new PeriodicTask(name, pause, bound, task);
        periodic.start();
        return periodic;
    }

    /** Watches work on threads that others have created, until {@link Watch#close}. */
    public static Watch watch(String name, Duration bound) {
        return Watchdog.PROCESS.watch(name, bound);
    }

    /** Wraps work for a thread pool, so that it is watched under the thread's name while it runs. */
    public static Runnable watched(Duration bound, Runnable work) {
        return () -> {
            Watch before = CURRENT.get();
            try (Watch watch = watch(Thread.currentThread().getName(), bound)) {
                setCurrent(watch);
                work.run();
            } finally {
                CURRENT.set(before);
            }
        };
    }

    /** Wraps a task so that it never throws; logs and counts its failures instead. */
    public static Runnable guarded(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) { // an Error too: the next run must take place
                ThreadFailures.noteQuietly(name, e);
            }
        };
    }

    /** Counts, and logs at a bounded rate, a failure that would have ended vital work. */
    public static void failed(String name, Throwable failure) {
        ThreadFailures.noteQuietly(name, failure);
    }

    /** Reports progress of the calling thread, if it is watched. */
    public static void moved() {
        Watch watch = CURRENT.get();
        if (watch != null) {
            watch.moved();
        }
    }

    /** Reports that the calling thread has nothing to do, if it is watched; not watched until {@link #moved}. */
    public static void rests() {
        Watch watch = CURRENT.get();
        if (watch != null) {
            watch.rests();
        }
    }

    /** Allows the calling thread's next step this time on top of its bound, until {@link #moved}. */
    public static void mayTake(Duration longest) {
        Watch watch = CURRENT.get();
        if (watch != null) {
            watch.mayTake(longest);
        }
    }

    static void setCurrent(Watch watch) {
        watch.isBy(Thread.currentThread());
        CURRENT.set(watch);
    }

    /** The names of work without progress for longer than its bound, and for how long. */
    public static Map<String, Duration> still() {
        return Watchdog.PROCESS.still();
    }

    /** Publishes failures in this registry, until {@link #unbind}. */
    public static void bindTo(MeterRegistry registry) {
        ThreadFailures.bind(registry);
    }

    public static void unbind(MeterRegistry registry) {
        ThreadFailures.unbind(registry);
    }
}
