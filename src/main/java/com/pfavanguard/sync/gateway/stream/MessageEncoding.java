package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/**
 * How one subscription wants its messages written, down to the {@link TextFrame} they travel in. Messages are written
 * where they are needed, into the {@link Batch} of the thread that sends them, and kept nowhere else (decision 0026).
 * Two equal encodings give equal bytes, so a thread writes an event once for all of its sessions that share one;
 * implementations are records or constants.
 */
public interface MessageEncoding {

    /**
     * Bytes of the complete message.
     *
     * @param id the event's id, or the position of a greeting or notice
     * @param json UTF-8
     */
    int length(String id, byte[] json);

    /** Puts the complete message of {@link #length} bytes into {@code out}, which may lie outside of the heap. */
    void write(String id, byte[] json, ByteBuffer out);

    /** The complete message in an array of its own, for what one session alone is told. */
    default byte[] encode(String id, byte[] json) {
        ByteBuffer message = ByteBuffer.allocate(length(id, json));
        write(id, json, message);
        return message.array();
    }
}
