package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.stream.EventTraces;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.tracing.Span;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes a span of some connections, from the handshake to the close: a part of the trace that the handshake names, or a
 * trace of its own. Sampled like a request (decision 0063).
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class ConnectionTraces {

    private final EventTraces traces;

    ConnectionTraces(EventTraces traces) {
        this.traces = traces;
    }

    /** One connection's span, which is recorded when it ends. */
    record ConnectionTrace(Span span, TraceParent parent) {

        void end(int closeCode) {
            span.tag("closeCode", closeCode).end();
        }
    }

    /** Empty if the connection is not recorded, as most are not. */
    Optional<ConnectionTrace> begin(SessionAttributes handshake, String sessionId, ClientProtocol protocol) {
        TraceParent joined = handshake.trace();
        Span.Builder builder = joined == null ? traces.newTrace() : traces.partOf(joined);
        Span span = builder.name("connection")
                .kind(Span.Kind.SERVER)
                .tag("organizationId", handshake.organizationId().value())
                .tag("sessionId", sessionId)
                .tag("protocol", protocol.label())
                .start();
        return EventTraces.of(span).map(own -> new ConnectionTrace(span, own));
    }
}
