package com.pfavanguard.sync.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * A line on standard error that says how far a command is, written over itself. Only on a terminal; elsewhere it writes
 * nothing. For one thread.
 */
final class ProgressLine implements AutoCloseable {

    private static final int WIDTH = 24;
    private static final String ERASE = "\r\u001B[K";

    private final @Nullable PrintWriter terminal;
    private String shown = "";

    private ProgressLine(@Nullable PrintWriter terminal) {
        this.terminal = terminal;
    }

    static ProgressLine onTerminal(PrintWriter err) {
        return new ProgressLine(Ansi.AUTO.enabled() && System.console() != null ? err : null);
    }

    static ProgressLine always(PrintWriter err) {
        return new ProgressLine(err);
    }

    /** @param share between 0 and 1 */
    void show(double share, String text) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * WIDTH);
        String line = String.format(
                Locale.ROOT, "[%s%s] %3.0f %% %s", "#".repeat(full), ".".repeat(WIDTH - full), share * 100, text);
        if (terminal != null && !line.equals(shown)) {
            terminal.print(ERASE + line);
            terminal.flush();
            shown = line;
        }
    }

    /** Erases the line. */
    @Override
    public void close() {
        if (terminal != null && !shown.isEmpty()) {
            terminal.print(ERASE);
            terminal.flush();
            shown = "";
        }
    }
}
