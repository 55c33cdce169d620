package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that the process cannot do without. Restarts its work when it throws anything, an Error too, or returns before
 * {@link #end}; the watchdog replaces the thread if it has died nevertheless. The work reports progress with {@link
 * Vital#moved} and idleness with {@link Vital#rests}.
 */
public final class VitalThread {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final String name;
    private final Watch watch;
    private final Runnable work;
    private volatile boolean ended;
    private volatile @Nullable Thread thread;

    VitalThread(String name, Duration bound, Runnable work) {
        this.name = name;
        this.watch = Watchdog.PROCESS.watch(name, bound);
        this.work = work;
    }

    /** Starts the thread; call it once. */
    public void start() {
        startThread();
        Watchdog.PROCESS.add(this);
    }

    private void startThread() {
        Thread fresh = new Thread(this::run, name);
        fresh.setDaemon(true);
        thread = fresh;
        fresh.start();
    }

    private void run() {
        while (!ended) {
            try {
                Vital.setCurrent(watch);
                watch.moved();
                work.run();
                if (!ended) {
                    ThreadFailures.note(name, new IllegalStateException("The work ended without being stopped"));
                }
            } catch (Throwable e) { // an Error too: the process cannot do without this thread
                ThreadFailures.noteQuietly(name, e);
            }
            pauseBeforeNextTry();
        }
    }

    private void pauseBeforeNextTry() {
        try {
            // A stray interrupt would end the work again at once.
            Thread.interrupted();
            if (!ended) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (Throwable e) { // as above
            ThreadFailures.noteQuietly(name, e);
        }
    }

    /** Called by the watchdog. */
    void replaceIfDead() {
        Thread present = thread;
        if (!ended && present != null && !present.isAlive()) {
            ThreadFailures.note(name, new IllegalStateException("The thread has died and is replaced"));
            startThread();
        }
    }

    /**
     * Whether the calling thread is this one and may go on. For a moment after a stop and a start of its owner there may be
     * two threads; the older one is about to end.
     *
     * @param present the owner's present thread; {@code null} while it is stopped
     */
    public static boolean isCurrent(@Nullable VitalThread present) {
        return present != null && !present.ended && Thread.currentThread() == present.thread;
    }

    /** Tells the work to end, and wakes the thread if it is parked. */
    public void end() {
        ended = true;
        Watchdog.PROCESS.remove(this);
        watch.close();
        unpark();
    }

    public void unpark() {
        LockSupport.unpark(thread);
    }

    /** Waits for the end of the thread. */
    public void join(Duration patience) throws InterruptedException {
        Thread ending = thread;
        if (ending != null) {
            ending.join(patience.toMillis());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
