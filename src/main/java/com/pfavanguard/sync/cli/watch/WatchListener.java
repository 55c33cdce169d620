package com.pfavanguard.sync.cli.watch;

import java.io.PrintWriter;

/**
 * Receives the messages of a watch. Called from the thread that follows the stream, which waits until the call
 * returns.
 */
public interface WatchListener {

    /** Receives a greeting, or an event that was not received before. */
    void onMessage(ServerMessage message);

    /** Returns whether the listener needs no more messages, so that the watch can end. */
    boolean isClosed();

    /** Returns a listener that prints one line for each message, and is closed when the reader closes the pipe. */
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
