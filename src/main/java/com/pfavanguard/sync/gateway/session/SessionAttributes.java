package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.SubscriptionOptions;
import com.pfavanguard.sync.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake learned about a client. Travels to the WebSocket session in Spring's attributes.
 *
 * @param stompByUrl whether the URL asks for STOMP by {@code ?protocol=stomp}
 * @param options what a plain JSON client asks for; a STOMP client says it in SUBSCRIBE
 * @param caller {@code null} for a STOMP client that sends its token with CONNECT
 * @param address IP address of the client
 * @param requestedAt {@link System#nanoTime} when the handshake began to arrive
 */
public record SessionAttributes(
        OrganizationId organizationId,
        boolean stompByUrl,
        SubscriptionOptions options,
        @Nullable Caller caller,
        String address,
        long requestedAt) {

    private static final String KEY = SessionAttributes.class.getName();

    public void putInto(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    static SessionAttributes of(Map<String, Object> attributes) {
        if (attributes.get(KEY) instanceof SessionAttributes found) {
            return found;
        }
        throw new IllegalStateException("The session has no attributes of the sync handshake");
    }
}
