package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks once a second whether all vital work of this process makes progress, and replaces vital threads that have died.
 * One for the process, since liveness concerns the process (decision 0031).
 *
 * <p>At most two seconds count between two checks, so that a process that was suspended and continues is not reported
 * DOWN before its threads have run again.
 */
final class Watchdog {

    /** The watchdog of this process. */
    static final Watchdog PROCESS = new Watchdog(System::nanoTime, true);

    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long MOST_COUNTED_NANOS = EVERY.multipliedBy(2).toNanos();

    // Longest time without a check before the watchdog itself counts as stuck: longer than any garbage collection.
    private static final long LONGEST_SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    private final boolean ownThread;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Set<VitalThread> threads = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Duration> still = Map.of();
    private @Nullable Thread thread;
    private long lookedAt;
    private volatile long looks;

    private long looksHeard = -1;
    private long heardAt;

    /** @param ownThread whether it checks on a thread of its own; tests call {@link #look} instead */
    Watchdog(LongSupplier nanoTime, boolean ownThread) {
        this.nanoTime = nanoTime;
        this.ownThread = ownThread;
        this.lookedAt = nanoTime.getAsLong();
    }

    Watch watch(String name, Duration bound) {
        Watch watch = new Watch(name, bound, this);
        watches.add(watch);
        ThreadFailures.known(name);
        ensureRunning();
        return watch;
    }

    void forget(Watch watch) {
        watches.remove(watch);
    }

    void add(VitalThread vital) {
        threads.add(vital);
    }

    void remove(VitalThread vital) {
        threads.remove(vital);
    }

    /**
     * The names of work without progress for longer than its bound, and for how long. Includes the watchdog itself if it
     * has stopped checking.
     */
    Map<String, Duration> still() {
        ensureRunning();
        Map<String, Duration> all = new TreeMap<>(still);
        Duration silence = ownSilence();
        if (silence.toNanos() > LONGEST_SILENCE_NANOS) {
            all.put("watchdog", silence);
        }
        return all;
    }

    // Counts from the first call after the last check, not from that check: in a process that was suspended, the caller
    // may run before the watchdog.
    private synchronized Duration ownSilence() {
        long now = nanoTime.getAsLong();
        if (looks != looksHeard) {
            looksHeard = looks;
            heardAt = now;
        }
        return Duration.ofNanos(now - heardAt);
    }

    private synchronized void ensureRunning() {
        if (ownThread && (thread == null || !thread.isAlive())) {
            Thread fresh = new Thread(this::run, "watchdog");
            fresh.setDaemon(true);
            fresh.start();
            thread = fresh;
        }
    }

    private void run() {
        while (true) {
            try {
                LockSupport.parkNanos(EVERY.toNanos());
                // A set interrupt flag would end every further pause at once.
                Thread.interrupted();
                look();
            } catch (Throwable e) { // anything: without this thread, dead threads would go unnoticed
                ThreadFailures.noteQuietly("watchdog", e);
            }
        }
    }

    /** Checks once. */
    void look() {
        long now = nanoTime.getAsLong();
        long passed = Math.min(now - lookedAt, MOST_COUNTED_NANOS);
        lookedAt = now;
        threads.forEach(VitalThread::replaceIfDead);
        Map<String, Duration> before = still;
        Map<String, Duration> found = new TreeMap<>();
        for (Watch watch : watches) {
            Duration stood = watch.look(passed);
            if (stood.compareTo(watch.bound()) > 0) {
                if (found.put(watch.name(), stood) == null && !before.containsKey(watch.name())) {
                    tell(watch, stood);
                }
            }
        }
        still = found;
        looks++;
        before.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .forEach(name -> log.warn("Thread {} makes progress again", name));
    }

    private static void tell(Watch watch, Duration stood) {
        log.error(
                "Thread {} has not moved for {} s; liveness is DOWN. If it lasts, restart the process.{}",
                watch.name(),
                stood.toSeconds(),
                watch.stack());
    }
}
