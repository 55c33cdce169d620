package com.pfavanguard.sync.cli.watch;

import java.io.PrintWriter;

/** Whoever wants to know what a watch hears. Called from the thread that follows the stream, which waits meanwhile. */
public interface WatchListener {

    /** A greeting, or an event that was not heard before. */
    void onMessage(ServerMessage message);

    /** Nobody is interested any more, so that the watch may end. */
    boolean isClosed();

    /** Somebody who reads one line for each message, until he closes his end of a pipe. */
    static WatchListener printing(PrintWriter out, EventFormat format) {
        return new WatchListener() {

            @Override
            public void onMessage(ServerMessage message) {
                out.println(format.line(message));
            }

            @Override
            public boolean isClosed() {
                return out.checkError();
            }
        };
    }
}
