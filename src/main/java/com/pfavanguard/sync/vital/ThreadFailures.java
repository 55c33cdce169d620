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
 * Counts and logs, at a bounded rate, what was thrown where it would have ended a vital thread. Of the process, like the
 * threads; each registry that is bound shows it as {@code sync.thread.failures}.
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

    /** Logs and COUNTS. */
    static void note(String thread, Throwable failure) {
        OutOfMemory.endProcessIf(failure);
        // A thread nobody has named vital may have any name, and there is no end of those.
        COUNTS.getOrDefault(tag(thread), OTHERS).increment();
        OptionalLong heldBack = LINES.take(thread + failure.getClass().getName());
        if (heldBack.isPresent()) {
            log.error(
                    "Thread {} met something unforeseen and goes on{}",
                    thread,
                    BoundedLog.more(heldBack.getAsLong()),
                    failure);
        }
    }

    /** Likewise, and never throws: for a thread that must go on even if nothing can be logged. */
    static void noteQuietly(String thread, Throwable failure) {
        try {
            note(thread, failure);
        } catch (Throwable ignored) {
            // Not even that could be told; the watchdog says whether the thread moves.
        }
    }

    /** Has failures of this thread counted under its name. */
    static void known(String thread) {
        String tag = tag(thread);
        if (COUNTS.putIfAbsent(tag, new LongAdder()) == null) {
            REGISTRIES.forEach(registry -> register(tag, registry));
        }
    }

    // fan-out-0, fan-out-1: one kind of thread.
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
                .description("Things thrown that would have ended a vital thread")
                .register(registry);
    }
}
