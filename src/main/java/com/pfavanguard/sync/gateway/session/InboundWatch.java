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

/** Closes sessions that send faster than they may. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class InboundWatch {

    /** Whoever floods does not answer a close frame, and every moment of it costs. */
    static final Duration FLOOD_ENDS_WITHIN = Duration.ofMillis(500);

    private final InboundLimits limits;
    private final LimitCounters counters;

    InboundWatch(InboundLimits limits, LimitCounters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    InboundLimits limits() {
        return limits;
    }

    /** For each message of a session; closes it if that was one too many. */
    boolean allows(ClientSession session) {
        return allows(session, session.inbound().check());
    }

    /** Likewise for each STOMP frame in it. */
    public boolean allowsStompFrame(ClientSession session) {
        return allows(session, session.inbound().checkStompFrame());
    }

    private boolean allows(ClientSession session, Optional<Limit> limit) {
        limit.ifPresent(reached -> tooFast(session, reached));
        return limit.isEmpty();
    }

    /** Now and then; a flood of pings or of fragments is no message. */
    void look(ClientSession session) {
        session.inbound().look().ifPresent(limit -> tooFast(session, limit));
    }

    private void tooFast(ClientSession session, Limit limit) {
        counters.reached(limit);
        session.closeWithError(
                CloseCode.RATE_LIMIT_EXCEEDED,
                "More than sync.gateway.limits."
                        + (limit == Limit.FRAMES ? "frames-per-second" : "bytes-per-second")
                        + " allows; slow down and reconnect with your last event id");
    }

    /** Counts what has ended a session, if that was a limit. */
    void closed(ClientSession session, int code) {
        CloseCode own = session.closedWith();
        counters.closed(own == null ? code : own.code());
    }
}
