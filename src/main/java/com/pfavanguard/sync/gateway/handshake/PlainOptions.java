package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.session.PlainHeartbeat;
import com.pfavanguard.sync.gateway.stream.EventFilter;
import com.pfavanguard.sync.gateway.stream.InvalidFilterException;
import com.pfavanguard.sync.gateway.stream.Position;
import com.pfavanguard.sync.gateway.stream.SubscriptionOptions;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from the address what a plain JSON client asks for. A STOMP client says it in SUBSCRIBE. */
final class PlainOptions {

    private static final String TYPES = "types";
    private static final String PFA_IDS = "pfa-ids";
    private static final String SNAPSHOT = "snapshot";
    private static final String TRACE = "trace";
    private static final String HEART_BEAT = "heart-beat";

    private PlainOptions() {}

    static SubscriptionOptions of(HttpServletRequest request) throws InvalidFilterException {
        return new SubscriptionOptions(
                Position.asked(request.getParameter("lastEventId")),
                EventFilter.parse(list(request, TYPES), list(request, PFA_IDS)),
                SubscriptionOptions.snapshot(list(request, SNAPSHOT)));
    }

    /** How often a client that hears nothing wants a heart-beat; zero for never. */
    static Duration heartbeat(HttpServletRequest request) throws InvalidFilterException {
        String value = list(request, HEART_BEAT);
        return value == null ? Duration.ZERO : PlainHeartbeat.interval(value);
    }

    /** @param stomp whether the session speaks STOMP */
    static Optional<Problem> problem(HttpServletRequest request, boolean stomp) {
        if (stomp && Stream.of(TYPES, PFA_IDS, SNAPSHOT, TRACE).anyMatch(name -> list(request, name) != null)) {
            return Optional.of(
                    HandshakeProblems.badRequest(
                            "types, pfa-ids, snapshot and trace in the address are for plain JSON; send them as headers of SUBSCRIBE"));
        }
        if (stomp && list(request, HEART_BEAT) != null) {
            return Optional.of(HandshakeProblems.badRequest(
                    "heart-beat in the address is for plain JSON; send it as a header of CONNECT"));
        }
        try {
            if (SubscriptionOptions.trace(list(request, TRACE))) {
                return Optional.of(
                        HandshakeProblems.badRequest(
                                "trace needs a message header, which plain JSON does not have; connect by STOMP and send trace:true with SUBSCRIBE"));
            }
            of(request);
            heartbeat(request);
            return Optional.empty();
        } catch (InvalidFilterException e) {
            return Optional.of(HandshakeProblems.badRequest(e.detail()));
        }
    }

    // A parameter that is repeated is one list.
    private static @Nullable String list(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? null : String.join(",", values);
    }
}
