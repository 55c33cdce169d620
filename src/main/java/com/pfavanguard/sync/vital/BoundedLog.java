package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Limits log lines that clients or peers can cause: a few lines of each kind per window of time, where a kind is for
 * example a reason and an address. Counts further lines and reports their number in the next line of that kind. Keeps a
 * bounded number of kinds; further kinds share one limit. Safe for any thread.
 */
public final class BoundedLog {

    private static final String OTHERS = "others";

    private final int linesPerWindow;
    private final long windowNanos;
    private final int mostKinds;
    private final LongSupplier nanoTime;
    private final Map<String, Window> windows = new HashMap<>();

    private static final class Window {

        private long began;
        private int lines;
        private long heldBack;

        private Window(long began) {
            this.began = began;
        }
    }

    /** Ten lines of each kind per minute for 200 kinds: at most 34 lines a second altogether. */
    public BoundedLog() {
        this(10, Duration.ofMinutes(1), 200, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock */
    public BoundedLog(int linesPerWindow, Duration window, int mostKinds, LongSupplier nanoTime) {
        this.linesPerWindow = linesPerWindow;
        this.windowNanos = window.toNanos();
        this.mostKinds = mostKinds;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes one line of this kind from its limit.
     *
     * @return empty if the line must not be written; else the number of lines suppressed since the last one
     */
    public synchronized OptionalLong take(String kind) {
        long now = nanoTime.getAsLong();
        Window window = window(kind, now);
        if (now - window.began >= windowNanos) {
            window.began = now;
            window.lines = 0;
        }
        if (window.lines >= linesPerWindow) {
            window.heldBack++;
            return OptionalLong.empty();
        }
        window.lines++;
        long heldBack = window.heldBack;
        window.heldBack = 0;
        return OptionalLong.of(heldBack);
    }

    /**
     * Writes a line of this kind unless its limit is reached, and adds the number of suppressed lines.
     *
     * @param arguments of the format, optionally followed by a {@link Throwable}
     */
    public void tell(Logger log, Level level, String kind, String format, @Nullable Object... arguments) {
        OptionalLong heldBack = take(kind);
        if (heldBack.isPresent()) {
            log.atLevel(level).log(format + more(heldBack.getAsLong()), arguments);
        }
    }

    /** Text to append to a line: empty, or the number of lines that were not logged. */
    public static String more(long heldBack) {
        return heldBack == 0 ? "" : " (" + heldBack + " more like this were not logged)";
    }

    private Window window(String kind, long now) {
        Window known = windows.get(kind);
        if (known != null) {
            return known;
        }
        if (windows.size() >= mostKinds) {
            windows.values().removeIf(window -> now - window.began >= windowNanos && window.heldBack == 0);
        }
        if (windows.size() >= mostKinds) {
            // Drops kinds that were silent for a whole window, with their unreported counts.
            windows.values().removeIf(window -> now - window.began >= 2 * windowNanos);
        }
        String key = windows.size() >= mostKinds ? OTHERS : kind;
        return windows.computeIfAbsent(key, added -> new Window(now));
    }
}
