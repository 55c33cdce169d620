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
 * Looks once a second whether all vital work of this process moves, and at vital threads that have died, which it
 * replaces. One for the process, as liveness is the process's (decision 0031).
 *
 * <p>Time counts only as far as the process has had it: between two looks never more than two seconds, so that a process
 * that was stopped and goes on is not found dead before its threads have had their turn.
 */
final class Watchdog {

    /** Of this process. */
    static final Watchdog PROCESS = new Watchdog(System::nanoTime, true);

    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long MOST_COUNTED_NANOS = EVERY.multipliedBy(2).toNanos();

    // The watchdog's own silence, as those see who ask it: longer than any pause of a garbage collection.
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

    /** @param ownThread whether it looks by itself, rather than when it is told to */
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
     * What has not moved for its bound, and for how long; the watchdog itself among them if it does not look any more.
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

    // Counted from when somebody first asked after its last look, not from that look itself: of a process that was
    // stopped the one who asks may be the first to run again.
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
                // Or it would look without pause from then on.
                Thread.interrupted();
                look();
            } catch (Throwable e) { // whatever it is: without this thread nobody would notice that the others are gone
                ThreadFailures.noteQuietly("watchdog", e);
            }
        }
    }

    /** Looks once. */
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
                .forEach(name -> log.warn("Thread {} moves again", name));
    }

    private static void tell(Watch watch, Duration stood) {
        log.error(
                "Thread {} has not moved for {} s; liveness is DOWN. If it lasts, restart the process.{}",
                watch.name(),
                stood.toSeconds(),
                watch.stack());
    }
}
