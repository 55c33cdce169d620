package com.pfavanguard.sync.cli.tail;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text/event-stream into events, as the HTML standard says ("9.2.6 Interpreting an event stream"). Limits the
 * length of an event, so that no server can use up the memory. For one thread.
 */
final class ServerSentEvents {

    private static final int LONGEST = 1 << 20;
    private static final int END = -1;

    private final Reader in;
    private int ahead = '\n';

    ServerSentEvents(Reader in) {
        this.in = in;
    }

    /**
     * An event, or a comment.
     *
     * @param name its type; "message" if the stream names none; "" for a comment, which is a sign of life
     */
    record Item(String name, String data) {

        boolean isComment() {
            return name.isEmpty();
        }
    }

    /** Returns the next event or comment; {@code null} at the end of the stream. */
    @Nullable Item next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (hasData) {
                    return new Item(name, data.toString());
                }
                name = "message";
            } else if (line.startsWith(":")) {
                if (!hasData) {
                    return new Item("", "");
                }
            } else if (line.startsWith("data:") || line.equals("data")) {
                data.append(hasData ? "\n" : "").append(value(line));
                hasData = true;
                requireShort(data.length());
            } else if (line.startsWith("event:")) {
                name = value(line);
            }
        }
        return null;
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        String value = colon < 0 ? "" : line.substring(colon + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next == '\n' && ahead == '\r') {
            next = in.read();
        }
        while (next != END && next != '\n' && next != '\r') {
            line.append((char) next);
            requireShort(line.length());
            next = in.read();
        }
        ahead = next;
        // What the stream's end cuts off does not count.
        return next == END ? null : line.toString();
    }

    private static void requireShort(int length) throws IOException {
        if (length > LONGEST) {
            throw new IOException("an event of more than " + LONGEST + " characters");
        }
    }
}
