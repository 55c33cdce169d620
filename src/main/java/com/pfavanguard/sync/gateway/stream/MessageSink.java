package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.CloseCode;
import org.jspecify.annotations.Nullable;

/** Writes messages to one client. Implemented by the session; no method may block. */
public interface MessageSink {

    /**
     * Writes as much as the socket takes at once. If that ends within a message, the sink keeps the rest of it and
     * writes it before anything else. If the socket takes nothing, the sink keeps the first message whole.
     *
     * @param now the present moment by {@link System#nanoTime}, which the caller needs too
     * @param whenReady run once, by any thread and possibly before this method returns, as soon as the next write can
     *     start; never if the session is closing
     * @return how many bytes were written or kept, always whole messages; 0 if another write is under way
     */
    int write(Messages messages, long now, Runnable whenReady);

    /** The session's id, for traces. */
    default String getId() {
        return "";
    }

    /** The trace of the session's connection; {@code null} if it is not recorded. */
    default @Nullable TraceParent trace() {
        return null;
    }

    /** Ends the session. Messages written before may or may not arrive; the client resumes behind the last that did. */
    void close(CloseCode code);
}
