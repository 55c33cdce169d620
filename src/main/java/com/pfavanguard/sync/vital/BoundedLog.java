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
 * Bounds the log lines that somebody outside can provoke: of each kind, such as a reason and an address, a few lines in
 * a window of time; further ones are counted, and the next line of that kind tells how many there were. Knows a bounded
 * number of kinds; those beyond it share one allowance. Safe for any thread.
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

    /** Ten lines of a kind in a minute, of at most 200 kinds: 34 lines a second if all of them are told. */
    public BoundedLog() {
        this(10, Duration.ofMinutes(1), 200, System::nanoTime);
    }

    /** @param nanoTime a clock that never goes back */
    public BoundedLog(int linesPerWindow, Duration window, int mostKinds, LongSupplier nanoTime) {
        this.linesPerWindow = linesPerWindow;
        this.windowNanos = window.toNanos();
        this.mostKinds = mostKinds;
        this.nanoTime = nanoTime;
    }

    /**
     * Asks for a line of this kind.
     *
     * @return empty if it must not be written; else how many of its kind were held back since the last one
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
     * Writes a line of this kind, unless there were too many, and with it how many of them were held back.
     *
     * @param arguments of the format, and a {@link Throwable} behind them if there is one
     */
    public void tell(Logger log, Level level, String kind, String format, @Nullable Object... arguments) {
        OptionalLong heldBack = take(kind);
        if (heldBack.isPresent()) {
            log.atLevel(level).log(format + more(heldBack.getAsLong()), arguments);
        }
    }

    /** What a line ends with: empty, or that so many others like it were not logged. */
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
            // A kind that was silent for a whole window gives up its place, and what it has not told.
            windows.values().removeIf(window -> now - window.began >= 2 * windowNanos);
        }
        String key = windows.size() >= mostKinds ? OTHERS : kind;
        return windows.computeIfAbsent(key, added -> new Window(now));
    }
}
