package com.pfavanguard.sync.vital;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where modules get threads the process cannot do without, and say how their work goes. Static, since it is about the
 * process as a whole, and so that work deep inside a module can say that it moves (decision 0031). Safe for any thread.
 */
public final class Vital {

    private static final ThreadLocal<@Nullable Watch> CURRENT = new ThreadLocal<>();

    private Vital() {}

    /**
     * A daemon thread for work that goes on until {@link VitalThread#end}; not started yet.
     *
     * @param bound how long the work may take between two {@link #moved} before liveness is DOWN; well above what it can
     *     take in bad times, since an orchestrator restarts the process then
     */
    public static VitalThread thread(String name, Duration bound, Runnable work) {
        return new VitalThread(name, bound, work);
    }

    /**
     * Starts a daemon thread that does a task again and again until {@link PeriodicTask#stop}, the first time after a pause.
     *
     * @param bound how long the task may take, pause included
     */
    public static PeriodicTask every(Duration pause, String name, Duration bound, Runnable task) {
        PeriodicTask periodic = new PeriodicTask(name, pause, bound, task);
        periodic.start();
        return periodic;
    }

    /** Watches work that runs on threads of others, until {@link Watch#close}. */
    public static Watch watch(String name, Duration bound) {
        return Watchdog.PROCESS.watch(name, bound);
    }

    /** Work for a thread of a pool, watched under the thread's name while it runs. */
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

    /** A task that never throws: what it threw is logged and counted instead. */
    public static Runnable guarded(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) { // an Error too: the next time must come
                ThreadFailures.noteQuietly(name, e);
            }
        };
    }

    /** Logs, at a bounded rate, and counts what was thrown where it would have ended vital work. */
    public static void failed(String name, Throwable failure) {
        ThreadFailures.noteQuietly(name, failure);
    }

    /** Says that the calling thread's work goes on, if it is watched. */
    public static void moved() {
        Watch watch = CURRENT.get();
        if (watch != null) {
            watch.moved();
        }
    }

    /** Says that the calling thread rightly waits, if it is watched: until it has {@link #moved}. */
    public static void rests() {
        Watch watch = CURRENT.get();
        if (watch != null) {
            watch.rests();
        }
    }

    /** Says that the calling thread's next step may take so long, on top of its bound; until it has {@link #moved}. */
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

    /** What has not moved for its bound, and for how long. */
    public static Map<String, Duration> still() {
        return Watchdog.PROCESS.still();
    }

    /** Shows failures in this registry, until {@link #unbind}. */
    public static void bindTo(MeterRegistry registry) {
        ThreadFailures.bind(registry);
    }

    public static void unbind(MeterRegistry registry) {
        ThreadFailures.unbind(registry);
    }
}
