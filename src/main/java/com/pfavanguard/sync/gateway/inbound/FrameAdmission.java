package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.session.Admission;
import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.stomp.StompReceipt;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.stereotype.Component;

/** Admits a session with the token that came with CONNECT, and renews it with the token of a later SEND. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FrameAdmission {

    private final Admission admission;

    FrameAdmission(Admission admission) {
        this.admission = admission;
    }

    /**
     * @return whether the frame renewed the token and is answered, so that it goes no further
     * @throws com.pfavanguard.sync.gateway.stomp.RefusedFrameException if the token does not admit the session
     */
    boolean answers(
            ClientSession session,
            StompHeaderAccessor frame,
            StompCommand command,
            @Nullable String token,
            Message<?> message) {
        if (command == StompCommand.CONNECT || command == StompCommand.STOMP) {
            connect(session, token);
            return false;
        }
        if (command == StompCommand.SEND
                && FrameRules.REFRESH.equals(frame.getDestination())
                && session.caller().isPresent()) {
            boolean renewed = admission.renew(session, token == null ? body(message) : token);
            StompReceipt.of(frame).ifPresent(session::sendMessage);
            admission.tell(session, renewed);
            return true;
        }
        return false;
    }

    private void connect(ClientSession session, @Nullable String token) {
        if (session.caller().isEmpty()) {
            admission.admit(session, token);
        } else if (token != null) {
            admission.renew(session, token);
        }
    }

    private static String body(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8).strip() : "";
    }
}
