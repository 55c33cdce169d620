package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.gateway.stomp.RefusedFrameException;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Denial;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Lists the frames a STOMP client may send: CONNECT, SUBSCRIBE to exactly its own organization's topic, UNSUBSCRIBE,
 * DISCONNECT, and SEND with a new token. Refuses all others before they reach the relay. Called by Spring Security's
 * channel interceptor; asks the session who its caller is, not a security context, since tokens change while it is open
 * (decision 0015).
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameRules implements AuthorizationManager<Message<?>> {

    /** Where a client sends a new token. */
    static final String REFRESH = "/app/auth.refresh";

    static final String HEARTBEATS_WANTED = "heart-beat must be two numbers of milliseconds, such as 10000,10000";

    private static final Set<String> STOMP_VERSIONS = Set.of("1.0", "1.1", "1.2");
    private static final Pattern HEARTBEATS = Pattern.compile("[0-9]{1,18},[0-9]{1,18}");

    private static final AuthorizationResult GRANTED = new AuthorizationDecision(true);

    private final SessionRegistry sessions;
    private final Audit audit;
    private final Map<StompCommand, Counter> refusals = new EnumMap<>(StompCommand.class);

    FrameRules(SessionRegistry sessions, Audit audit, MeterRegistry meters) {
        this.sessions = sessions;
        this.audit = audit;
        for (StompCommand command : StompCommand.values()) {
            refusals.put(command, meters.counter("sync.gateway.refusals", "frame", command.name()));
        }
    }

    /** @throws RefusedFrameException instead of a denial, with the reason for the client */
    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, Message<?> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame == null || command == null) {
            return GRANTED; // a heart-beat
        }
        if (command == StompCommand.DISCONNECT) {
            return GRANTED; // may be Spring's own, for a session that has ended
        }
        ClientSession session = sessions.of(frame)
                .filter(known -> known.caller().isPresent())
                .orElseThrow(() -> refusal(command, CloseCode.UNAUTHORIZED, Denial.UNAUTHORIZED.text()));
        switch (command) {
            case UNSUBSCRIBE -> {}
            case CONNECT, STOMP -> {
                requireKnownVersion(frame, command);
                requireHeartbeats(frame, command);
            }
            case SUBSCRIBE -> requireOwnTopic(session, frame);
            case SEND -> requireRefresh(frame);
            default -> throw refusal(command, CloseCode.PROTOCOL_ERROR, onlyListening(command));
        }
        return GRANTED;
    }

    private static String onlyListening(StompCommand command) {
        return command + " is not available: clients only listen";
    }

    // Checked before the relay stores anything about the session.
    private void requireKnownVersion(StompHeaderAccessor frame, StompCommand command) {
        Set<String> accepted = frame.getAcceptVersion();
        if (!accepted.isEmpty() && Collections.disjoint(accepted, STOMP_VERSIONS)) {
            throw refusal(command, CloseCode.PROTOCOL_ERROR, "Supported STOMP versions are 1.2, 1.1 and 1.0");
        }
    }

    // Spring has refused values that are not two numbers; see StompErrors.
    private void requireHeartbeats(StompHeaderAccessor frame, StompCommand command) {
        String heartbeats = frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_HEARTBEAT_HEADER);
        if (heartbeats != null && !HEARTBEATS.matcher(heartbeats).matches()) {
            throw refusal(command, CloseCode.PROTOCOL_ERROR, HEARTBEATS_WANTED);
        }
    }

    // Exact comparison excludes wildcards, fully qualified queue names and lists of destinations.
    private void requireOwnTopic(ClientSession session, StompHeaderAccessor frame) {
        String topic = SyncDestinations.stompDestination(session.organizationId());
        String destination = String.valueOf(frame.getDestination());
        if (topic.equals(destination)) {
            return;
        }
        Optional<OrganizationId> foreign = SyncDestinations.organizationOf(destination)
                .filter(organizationId -> !organizationId.equals(session.organizationId()));
        foreign.ifPresent(organizationId -> audit.refused(
                Denial.ORG_ACCESS_DENIED, session.caller().orElse(null), organizationId, session.address()));
        throw refusal(
                StompCommand.SUBSCRIBE,
                foreign.isPresent() ? CloseCode.ORG_ACCESS_DENIED : CloseCode.PROTOCOL_ERROR,
                "This session may subscribe only to " + topic);
    }

    private void requireRefresh(StompHeaderAccessor frame) {
        if (!REFRESH.equals(frame.getDestination())) {
            throw refusal(StompCommand.SEND, CloseCode.PROTOCOL_ERROR, onlyListening(StompCommand.SEND));
        }
    }

    private RefusedFrameException refusal(StompCommand command, CloseCode code, String reason) {
        Objects.requireNonNull(refusals.get(command)).increment();
        return new RefusedFrameException(code, reason);
    }
}
