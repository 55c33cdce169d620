package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.ClientProtocol;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
     * @param deflated the JSON {@linkplain MessageCompressor#deflate compressed}; {@code null} if it is not. An encoding
     *     for clients that cannot read it ignores it
     */
    int length(String id, byte[] json, byte @Nullable [] deflated);

    /** Puts the complete message of {@link #length} bytes into {@code out}, which may be a direct buffer. */
    void write(String id, byte[] json, byte @Nullable [] deflated, ByteBuffer out);

    /**
     * Like {@link #length(String, byte[], byte[])}, for an event of this trace. Most encodings do not tell it.
     *
     * @param trace {@code null} if the event has none
     */
    default int length(String id, byte[] json, byte @Nullable [] deflated, @Nullable TraceParent trace) {
        return length(id, json, deflated);
    }

    /** Like {@link #write(String, byte[], byte[], ByteBuffer)}, for an event of this trace. */
    default void write(
            String id, byte[] json, byte @Nullable [] deflated, @Nullable TraceParent trace, ByteBuffer out) {
        write(id, json, deflated, out);
    }

    /** The client's protocol, for metrics. */
    ClientProtocol protocol();

    /** The JSON compressed for this encoding; {@code null} if it is too small, or the client cannot read it. */
    default byte @Nullable [] deflate(byte[] json) {
        return null;
    }

    /** The complete message in a new array, for messages to one session alone. */
    default byte[] encode(String id, byte[] json) {
        byte[] deflated = deflate(json);
        ByteBuffer message = ByteBuffer.allocate(length(id, json, deflated));
        write(id, json, deflated, message);
        return message.array();
    }
}
