package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.CloseCode;

/** The way out to one client. Implemented by the session; none of its methods may block. */
public interface MessageSink {

    /**
     * Writes what the socket takes at once. Where that ends within a message, its rest is written before anything else,
     * and so is a whole message if the socket takes nothing.
     *
     * @param whenReady run once, by any thread, possibly before this returns, as soon as there may be another write;
     *     never if the session is closing
     * @return how many bytes, all of them whole messages, need not be given again; 0 if something else is under way
     */
    int write(Messages messages, Runnable whenReady);

    /** Ends the session. What was written before may or may not arrive; the client resumes from what did. */
    void close(CloseCode code);
}
