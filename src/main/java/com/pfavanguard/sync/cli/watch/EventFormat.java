package com.pfavanguard.sync.cli.watch;

import java.time.ZoneId;

/** How a message becomes one line of output, safe for a terminal. */
public interface EventFormat {

    String line(ServerMessage message);

    /** The JSON as it came, on one line. */
    static EventFormat json() {
        return message -> TerminalText.cleanJson(message.json());
    }

    /**
     * Time, badge, record and details in columns.
     *
     * @param zone of the times shown
     * @param colour whether badges are coloured; icon and text say the same
     */
    static EventFormat readable(ZoneId zone, boolean colour) {
        return new ReadableLines(zone, colour);
    }
}
