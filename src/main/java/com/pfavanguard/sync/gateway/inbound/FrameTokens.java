package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.session.Admission;
import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.gateway.stomp.StompReceipt;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.BearerToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Takes what belongs to a session's admission out of its frames: the token from CONNECT, and every header nobody further
 * in has a use for. First of the inbound interceptors, so no other one sees a token.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameTokens implements ChannelInterceptor {

    private static final Map<StompCommand, Set<String>> KNOWN_HEADERS = Map.of(
            StompCommand.CONNECT, Set.of("accept-version", "heart-beat", "host"),
            StompCommand.STOMP, Set.of("accept-version", "heart-beat", "host"),
            StompCommand.SUBSCRIBE, Set.of("id", "destination", "ack", "receipt", "last-event-id"),
            StompCommand.UNSUBSCRIBE, Set.of("id", "destination", "receipt"),
            StompCommand.DISCONNECT, Set.of("receipt"),
            StompCommand.SEND, Set.of("destination", "receipt"));

    private final SessionRegistry sessions;
    private final Admission admission;

    FrameTokens(SessionRegistry sessions, Admission admission) {
        this.sessions = sessions;
        this.admission = admission;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame == null || command == null) {
            return message; // a heart-beat
        }
        String token = token(frame);
        keepKnownHeaders(frame, command);
        ClientSession session = sessions.of(frame).orElse(null);
        if (session == null) {
            return message; // FrameRules refuses it
        }
        if (command == StompCommand.CONNECT || command == StompCommand.STOMP) {
            connect(session, token);
        } else if (command == StompCommand.SEND
                && FrameRules.REFRESH.equals(frame.getDestination())
                && session.caller().isPresent()) {
            boolean renewed = admission.renew(session, token == null ? body(message) : token);
            StompReceipt.of(frame).ifPresent(session::sendMessage);
            admission.tell(session, renewed);
            return null; // it has arrived
        }
        return message;
    }

    private void connect(ClientSession session, @Nullable String token) {
        if (session.caller().isEmpty()) {
            admission.admit(session, token);
        } else if (token != null) {
            admission.renew(session, token);
        }
    }

    private static @Nullable String token(StompHeaderAccessor frame) {
        List<String> values = frame.getNativeHeader("Authorization");
        if (values == null || values.isEmpty()) {
            return null;
        }
        // STOMP 1.2, "Repeated Header Entries": the first one counts.
        String value = values.get(0).strip();
        return BearerToken.in(value).orElse(value);
    }

    private static String body(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8).strip() : "";
    }

    private static void keepKnownHeaders(StompHeaderAccessor frame, StompCommand command) {
        Set<String> known = KNOWN_HEADERS.getOrDefault(command, Set.of());
        for (String name : frame.toNativeHeaderMap().keySet()) {
            if (!known.contains(name)) {
                frame.removeNativeHeader(name);
            }
        }
    }
}
