package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake found out about a client, in the attributes Spring carries over to its WebSocket session.
 *
 * @param caller {@code null} for a STOMP client that still owes its token
 * @param address where the client connects from
 */
public record SessionAttributes(
        OrganizationId organizationId,
        boolean stompByUrl,
        @Nullable String lastEventId,
        @Nullable Caller caller,
        String address) {

    private static final String KEY = SessionAttributes.class.getName();

    public void putInto(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    static SessionAttributes of(Map<String, Object> attributes) {
        if (attributes.get(KEY) instanceof SessionAttributes found) {
            return found;
        }
        throw new IllegalStateException("The session did not come through the sync handshake");
    }
}
