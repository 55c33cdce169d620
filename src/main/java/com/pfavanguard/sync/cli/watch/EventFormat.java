package com.pfavanguard.sync.cli.watch;

import java.time.ZoneId;

/** Formats a message as one line of output that is safe for a terminal. */
public interface EventFormat {

    String line(ServerMessage message);

    /** Returns a format that prints the JSON as received, on one line. */
    static EventFormat json() {
        return message -> TerminalText.cleanJson(message.json());
    }

    /**
     * Returns a format that prints time, badge, record and details in columns.
     *
     * @param zone time zone of the printed times
     * @param colour whether to colour badges; icon and text say the same
     */
    static EventFormat readable(ZoneId zone, boolean colour) {
        return new ReadableLines(zone, colour);
    }
}
