package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.stream.SubscriptionOptions;
import com.pfavanguard.sync.security.Caller;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake learned about a client. Travels to the WebSocket session in Spring's attributes.
 *
 * @param stompByUrl whether the URL asks for STOMP by {@code ?protocol=stomp}
 * @param options what a plain JSON client asks for; a STOMP client says it in SUBSCRIBE
 * @param heartbeat how often a plain JSON client that hears nothing wants a heart-beat; zero for never
 * @param caller {@code null} for a STOMP client that sends its token with CONNECT
 * @param address IP address of the client
 * @param trace the trace that the client wants its connection to belong to; {@code null} if it named none
 * @param requestedAt {@link System#nanoTime} when the handshake began to arrive
 */
public record SessionAttributes(
        OrganizationId organizationId,
        boolean stompByUrl,
        SubscriptionOptions options,
        Duration heartbeat,
        @Nullable Caller caller,
        String address,
        @Nullable TraceParent trace,
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
