package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.ServerMessage;
import com.pfavanguard.sync.cli.watch.TerminalText;
import java.io.PrintWriter;

/** Prints the demo's output: one line for each thing that happens, indented below the title of its scene. */
final class Commentary {

    private final PrintWriter out;
    private final EventFormat format;
    private int scenes;
    private int events;

    Commentary(PrintWriter out, EventFormat format) {
        this.out = out;
        this.format = format;
    }

    void line(String text) {
        out.println(TerminalText.clean(text));
    }

    void title(String text) {
        scenes++;
        out.println();
        line(scenes + ". " + text);
    }

    /** Prints an action of a user, PEMS or the worker. */
    void action(String text) {
        line("   " + text);
    }

    void event(ServerMessage.Event event) {
        events++;
        // The format makes the line safe for a terminal, and may colour it.
        out.println("   " + format.line(event));
    }

    int events() {
        return events;
    }
}
