package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stomp.StompClient;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** Holds all open sessions of this process by Spring's session id, and counts them. Safe for any thread. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class SessionRegistry implements StompClient.Directory {

    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Refusals refusals;
    // By protocol and by code. Kept here, as looking a counter up in the registry costs more than the rest of a
    // connect.
    private final Map<String, Counter> connects = new ConcurrentHashMap<>();
    private final Map<String, Counter> closes = new ConcurrentHashMap<>();
    private volatile boolean accepting = true;

    SessionRegistry(MeterRegistry meters, Refusals refusals) {
        this.meters = meters;
        this.refusals = refusals;
        for (boolean stomp : new boolean[] {true, false}) {
            Gauge.builder("sync.gateway.sessions", this, registry -> registry.count(stomp))
                    .tag("protocol", protocol(stomp))
                    .register(meters);
        }
    }

    static String protocol(boolean stomp) {
        return stomp ? "stomp" : "json";
    }

    private long count(boolean stomp) {
        return sessions.values().stream()
                .filter(session -> session.isStomp() == stomp)
                .count();
    }

    void add(ClientSession session) {
        sessions.put(session.getId(), session);
        connects.computeIfAbsent(
                        protocol(session.isStomp()),
                        protocol -> meters.counter("sync.gateway.connects", "protocol", protocol))
                .increment();
    }

    /**
     * @param status with which the connection ended; counted unless the gateway closed the session with its own code
     */
    Optional<ClientSession> remove(String sessionId, CloseStatus status) {
        Optional<ClientSession> removed = Optional.ofNullable(sessions.remove(sessionId));
        removed.ifPresent(session -> {
            closes.computeIfAbsent(
                            knownCode(session.endCode(status)),
                            known -> meters.counter("sync.gateway.closes", "code", known))
                    .increment();
            remember(session);
        });
        return removed;
    }

    // Not those that are sent away with all others, or closed at their client's wish.
    private void remember(ClientSession session) {
        CloseCode code = session.closedWith();
        if (code != null && code != CloseCode.NORMAL && code != CloseCode.GOING_AWAY) {
            refusals.add(
                    code.name(),
                    "close",
                    session.organizationId(),
                    session.caller()
                            .filter(caller -> !caller.isAnonymous())
                            .map(Caller::userId)
                            .orElse(null),
                    session.address());
        }
    }

    // A client may close with any of thousands of codes; the metric must not get a series for each.
    private static String knownCode(int code) {
        boolean known = (code >= 1000 && code <= 1015)
                || Arrays.stream(CloseCode.values()).anyMatch(ours -> ours.code() == code);
        return known ? Integer.toString(code) : "other";
    }

    Optional<ClientSession> find(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId));
    }

    /** The session that sent the frame. */
    public Optional<ClientSession> of(StompHeaderAccessor frame) {
        return Optional.ofNullable(frame.getSessionId()).flatMap(this::find);
    }

    @Override
    public Optional<StompClient> stompClient(String sessionId) {
        return find(sessionId).map(StompClient.class::cast);
    }

    Collection<ClientSession> all() {
        return sessions.values();
    }

    int size() {
        return sessions.size();
    }

    public boolean isAccepting() {
        return accepting;
    }

    void accept(boolean accepting) {
        this.accepting = accepting;
    }
}
