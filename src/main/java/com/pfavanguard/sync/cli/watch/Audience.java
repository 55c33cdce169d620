package com.pfavanguard.sync.cli.watch;

import java.io.PrintWriter;

/** Whoever wants to know what a watch hears. Called from the thread that follows the stream, which waits meanwhile. */
public interface Audience {

    /** A greeting, or an event that was not heard before. */
    void hear(ServerMessage message);

    /** Nobody is interested any more, so that the watch may end. */
    boolean hasLeft();

    /** Somebody who reads one line for each message, until he closes his end of a pipe. */
    static Audience reading(PrintWriter out, EventFormat format) {
        return new Audience() {

            @Override
            public void hear(ServerMessage message) {
                out.println(format.line(message));
            }

            @Override
            public boolean hasLeft() {
                return out.checkError();
            }
        };
    }
}
