package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventType;
import org.jspecify.annotations.Nullable;

/**
 * Carries one checked event into the stream: its JSON, and what the stream has to know of it without parsing it again.
 *
 * @param pfaId the record that the event is about
 * @param producedAt the producer's timestamp, milliseconds since 1970 by its clock, which may be wrong
 * @param json the event as clients get it, in UTF-8; shared, so never modify it
 * @param deflated the JSON {@linkplain MessageCompressor#deflate compressed}; {@code null} for most events, which are
 *     small
 * @param trace {@code null} if its producer sent none
 */
public record EncodedEvent(
        String eventId,
        String pfaId,
        SyncEventType type,
        long producedAt,
        byte[] json,
        byte @Nullable [] deflated,
        @Nullable EventTrace trace) {

    /** An event without a trace. */
    public EncodedEvent(
            String eventId,
            String pfaId,
            SyncEventType type,
            long producedAt,
            byte[] json,
            byte @Nullable [] deflated) {
        this(eventId, pfaId, type, producedAt, json, deflated, null);
    }

    public static EncodedEvent of(
            SyncEvent event, byte[] json, MessageCompressor compressor, @Nullable EventTrace trace) {
        return new EncodedEvent(
                event.eventId().value(),
                event.pfaId().value(),
                event.type(),
                event.timestamp().toEpochMilli(),
                json,
                compressor.deflate(json),
                trace);
    }

    /** Bytes of the event, compressed form and trace included. */
    int bytes() {
        return json.length + (deflated == null ? 0 : deflated.length) + EventTrace.bytes(trace);
    }
}
