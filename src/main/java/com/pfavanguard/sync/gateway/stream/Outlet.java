package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.CloseCode;

/** The way out to one client. Implemented by the session; none of its methods may block. */
public interface Outlet {

    /** Queues a message that others follow at once, so that all may travel in one write. */
    void queue(byte[] message);

    /**
     * Sends a message, and all queued before it.
     *
     * @param whenWritten run exactly once, by any thread, possibly before this returns, when the socket has taken
     *     everything or has failed
     */
    void send(byte[] message, Runnable whenWritten);

    /** Ends the session. What was queued before may or may not arrive; the client resumes from what did. */
    void close(CloseCode code);
}
