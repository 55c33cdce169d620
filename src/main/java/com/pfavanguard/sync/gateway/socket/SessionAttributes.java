package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the handshake found out about a client, in the attributes Spring carries over to its WebSocket session. */
record SessionAttributes(
        OrganizationId organizationId,
        boolean stompByUrl,
        @Nullable String lastEventId) {

    private static final String KEY = SessionAttributes.class.getName();

    void putInto(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    static SessionAttributes of(Map<String, Object> attributes) {
        if (attributes.get(KEY) instanceof SessionAttributes found) {
            return found;
        }
        throw new IllegalStateException("The session did not come through the sync handshake");
    }
}
