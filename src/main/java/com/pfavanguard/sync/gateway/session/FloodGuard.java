package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.limits.InboundLimits;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Closes sessions that send more frames or bytes a second than {@link InboundLimits} allow. Safe for any thread. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class FloodGuard {

    /** A client that floods does not answer a close frame, and its frames cost processor time until it is cut off. */
    static final Duration CLOSE_ANSWER_WITHIN = Duration.ofMillis(500);

    private final InboundLimits limits;
    private final LimitCounters counters;

    FloodGuard(InboundLimits limits, LimitCounters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    InboundLimits limits() {
        return limits;
    }

    /** Called for each WebSocket message; {@code false} if the session is closed for it. */
    boolean allowsMessage(ClientSession session) {
        return allows(session, session.inbound().check());
    }

    /** Called for each STOMP frame of a message; {@code false} if the session is closed for it. */
    public boolean allowsStompFrame(ClientSession session) {
        return allows(session, session.inbound().checkStompFrame());
    }

    /** Called by the sweep, for floods that are not messages: pings, or fragments of a message. */
    void check(ClientSession session) {
        allows(session, session.inbound().look());
    }

    private boolean allows(ClientSession session, Optional<Limit> exceeded) {
        exceeded.ifPresent(limit -> closeFor(limit, session));
        return exceeded.isEmpty();
    }

    private void closeFor(Limit limit, ClientSession session) {
        counters.reached(limit);
        session.closeWithError(
                CloseCode.RATE_LIMIT_EXCEEDED,
                "You sent more than sync.gateway.limits."
                        + (limit == Limit.FRAMES ? "frames-per-second" : "bytes-per-second")
                        + " allows; slow down and reconnect with your last event id");
    }
}
