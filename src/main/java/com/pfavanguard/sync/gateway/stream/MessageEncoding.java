package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/**
 * Writes the messages of one subscription in the client's format, including the {@link TextFrame}. Messages are
 * written straight into the {@link Batch} of the thread that sends them and kept nowhere else (decision 0026).
 * Implementations are records or constants: equal encodings give equal bytes, so a thread encodes an event once for
 * all its sessions that share one.
 */
public interface MessageEncoding {

    /**
     * Bytes of the complete message.
     *
     * @param id the event's id, or the position of a greeting or notice
     * @param json UTF-8
     */
    int length(String id, byte[] json);

    /** Puts the complete message of {@link #length} bytes into {@code out}, which may be a direct buffer. */
    void write(String id, byte[] json, ByteBuffer out);

    /** The complete message in a new array, for messages to one session alone. */
    default byte[] encode(String id, byte[] json) {
        ByteBuffer message = ByteBuffer.allocate(length(id, json));
        write(id, json, message);
        return message.array();
    }
}
