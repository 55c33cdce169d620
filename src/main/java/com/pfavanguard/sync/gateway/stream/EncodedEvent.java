package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventType;

/**
 * Carries one checked event into the stream: its JSON, and what the stream has to know of it without parsing it again.
 *
 * @param pfaId the record that the event is about
 * @param json the event as clients get it, in UTF-8; shared, so never modify it
 */
public record EncodedEvent(String eventId, String pfaId, SyncEventType type, byte[] json) {

    public static EncodedEvent of(SyncEvent event, byte[] json) {
        return new EncodedEvent(event.eventId().value(), event.pfaId().value(), event.type(), json);
    }
}
