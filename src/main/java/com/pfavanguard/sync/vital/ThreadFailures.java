package com.pfavanguard.sync.vital;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, and logs at a bounded rate, exceptions and errors that would have ended a vital thread. One for the process;
 * each bound registry publishes the counts as {@code sync.thread.failures}.
 */
final class ThreadFailures {

    private static final Logger log = LoggerFactory.getLogger(ThreadFailures.class);

    private static final BoundedLog LINES = new BoundedLog();
    private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();
    private static final LongAdder OTHERS = new LongAdder();
    private static final List<MeterRegistry> REGISTRIES = new CopyOnWriteArrayList<>();

    static {
        COUNTS.put("other", OTHERS);
    }

    private ThreadFailures() {}

    /** Logs and counts a failure; ends the process if it is an exhausted heap. */
    static void note(String thread, Throwable failure) {
        OutOfMemory.endProcessIf(failure);
        // Threads that are not vital share one count, since the number of their names is unbounded.
        COUNTS.getOrDefault(tag(thread), OTHERS).increment();
        OptionalLong heldBack = LINES.take(thread + failure.getClass().getName());
        if (heldBack.isPresent()) {
            log.error(
                    "Thread {} failed unexpectedly and goes on{}",
                    thread,
                    BoundedLog.more(heldBack.getAsLong()),
                    failure);
        }
    }

    /** Like {@link #note}, but never throws: for threads that must go on even if logging fails. */
    static void noteQuietly(String thread, Throwable failure) {
        try {
            note(thread, failure);
        } catch (Throwable ignored) {
            // Logging failed too; the watchdog reports whether the thread makes progress.
        }
    }

    /** Counts failures of this thread under its own name from now on. */
    static void known(String thread) {
        String tag = tag(thread);
        if (COUNTS.putIfAbsent(tag, new LongAdder()) == null) {
            REGISTRIES.forEach(registry -> register(tag, registry));
        }
    }

    // fan-out-0 and fan-out-1 share the name fan-out.
    private static String tag(String thread) {
        return thread.replaceFirst("-\\d+$", "");
    }

    static void bind(MeterRegistry registry) {
        REGISTRIES.add(registry);
        COUNTS.keySet().forEach(tag -> register(tag, registry));
        Gauge.builder(
                        "sync.threads.still",
                        Watchdog.PROCESS,
                        watchdog -> watchdog.still().size())
                .description("Vital threads that have not moved for their bound")
                .register(registry);
    }

    static void unbind(MeterRegistry registry) {
        REGISTRIES.remove(registry);
    }

    private static void register(String tag, MeterRegistry registry) {
        FunctionCounter.builder(
                        "sync.thread.failures",
                        COUNTS,
                        all -> all.getOrDefault(tag, OTHERS).sum())
                .tag("thread", tag)
                .description("Exceptions and errors that would have ended a vital thread")
                .register(registry);
    }
}
