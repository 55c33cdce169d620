package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stomp.StompClient;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
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

/** All open sessions of this process, by Spring's session id. Safe for any thread. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class SessionRegistry implements StompClient.Directory {

    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    // By protocol and by code; asking the registry costs more than all else here.
    private final Map<String, Counter> connects = new ConcurrentHashMap<>();
    private final Map<String, Counter> closes = new ConcurrentHashMap<>();
    private volatile boolean accepting = true;

    SessionRegistry(MeterRegistry meters) {
        this.meters = meters;
        for (boolean stomp : new boolean[] {true, false}) {
            Gauge.builder("sync.gateway.sessions", this, registry -> registry.count(stomp))
                    .tag("protocol", protocol(stomp))
                    .register(meters);
        }
    }

    private static String protocol(boolean stomp) {
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

    /** @param code the code the connection ended with; counts unless this side had closed with one of its own */
    Optional<ClientSession> remove(String sessionId, int code) {
        Optional<ClientSession> removed = Optional.ofNullable(sessions.remove(sessionId));
        removed.ifPresent(session -> {
            CloseCode own = session.closedWith();
            closes.computeIfAbsent(
                            knownCode(own == null ? code : own.code()),
                            known -> meters.counter("sync.gateway.closes", "code", known))
                    .increment();
        });
        return removed;
    }

    // A peer may close with any of thousands of codes; a metric must not have as many series.
    private static String knownCode(int code) {
        boolean known = (code >= 1000 && code <= 1015)
                || Arrays.stream(CloseCode.values()).anyMatch(ours -> ours.code() == code);
        return known ? Integer.toString(code) : "other";
    }

    Optional<ClientSession> find(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId));
    }

    /** The session a frame came in by. */
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
