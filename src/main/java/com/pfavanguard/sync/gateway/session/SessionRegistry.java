package com.pfavanguard.sync.gateway.session;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stomp.StompClient;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** Holds all open sessions of this process by Spring's session id, and counts them. Safe for any thread. */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class SessionRegistry implements StompClient.Directory {

    private static final String OTHER = "other";

    /** All values of the label: the standard's codes (RFC 6455 section 7.4.1), ours, and one for all others. */
    private static final Set<String> CODES = Stream.concat(
                    IntStream.concat(
                                    IntStream.rangeClosed(1000, 1015),
                                    Arrays.stream(CloseCode.values()).mapToInt(CloseCode::code))
                            .mapToObj(Integer::toString),
                    Stream.of(OTHER))
            .collect(toUnmodifiableSet());

    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Refusals refusals;
    // Kept here, as looking a counter up in the registry costs more than the rest of a connect.
    private final Map<ClientProtocol, Counter> connects = new EnumMap<>(ClientProtocol.class);
    private final Map<String, Counter> closes;
    private final Timer handshakes;
    private volatile boolean accepting = true;

    SessionRegistry(MeterRegistry meters, Refusals refusals) {
        this.refusals = refusals;
        this.closes = CODES.stream()
                .collect(toUnmodifiableMap(code -> code, code -> meters.counter("sync.gateway.closes", "code", code)));
        this.handshakes = Timer.builder("sync.gateway.handshake")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofMillis(2500))
                .register(meters);
        for (ClientProtocol protocol : ClientProtocol.values()) {
            connects.put(protocol, meters.counter("sync.gateway.connects", "protocol", protocol.label()));
            Gauge.builder("sync.gateway.sessions", this, registry -> registry.count(protocol))
                    .tag("protocol", protocol.label())
                    .register(meters);
        }
    }

    private long count(ClientProtocol protocol) {
        return sessions.values().stream()
                .filter(session -> session.protocol() == protocol)
                .count();
    }

    void add(ClientSession session) {
        sessions.put(session.getId(), session);
        Objects.requireNonNull(connects.get(session.protocol())).increment();
        handshakes.record(System.nanoTime() - session.handshake().requestedAt(), TimeUnit.NANOSECONDS);
    }

    /**
     * @param status with which the connection ended; counted unless the gateway closed the session with its own code
     */
    Optional<ClientSession> remove(String sessionId, CloseStatus status) {
        Optional<ClientSession> removed = Optional.ofNullable(sessions.remove(sessionId));
        removed.ifPresent(session -> {
            Objects.requireNonNull(closes.get(knownCode(session.endCode(status))))
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
        String known = Integer.toString(code);
        return CODES.contains(known) ? known : OTHER;
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
