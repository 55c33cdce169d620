package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.session.FloodGuard;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.stereotype.Component;

/**
 * Checks each STOMP frame of a client before Spring's relay sees it. The first interceptor of the inbound channel:
 * takes the token off before anything else, so that no exception, log line or later class can show it; then come the
 * cheap checks, then the one that reads the token. Only {@link FrameRules} follows, which asks who the session's caller
 * is.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class InboundFrames implements ChannelInterceptor {

    private final SessionRegistry sessions;
    private final FloodGuard floodGuard;
    private final FrameSizes sizes;
    private final FrameAdmission admission;

    InboundFrames(SessionRegistry sessions, FloodGuard floodGuard, FrameSizes sizes, FrameAdmission admission) {
        this.sessions = sessions;
        this.floodGuard = floodGuard;
        this.sizes = sizes;
        this.admission = admission;
    }

    /**
     * @return {@code null} if the frame must not reach the relay: its session has ended, or it is answered already
     * @throws com.pfavanguard.sync.gateway.stomp.RefusedFrameException with the reason for the client
     */
    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame == null || command == null) {
            return message; // a heart-beat
        }
        TokenHeader token = TokenHeader.takeOff(frame);
        ClientSession session = sessions.of(frame).orElse(null);
        if (session != null && !mayContinue(session, command)) {
            return null;
        }
        sizes.check(frame, command, session, token.count());
        KnownHeaders.keepOnly(frame, command);
        if (session != null && admission.answers(session, frame, command, token.token(), message)) {
            return null;
        }
        return message;
    }

    // Spring passes on all frames of a WebSocket message, even those after the session's end. DISCONNECT always passes,
    // since it may be Spring's own, which makes the relay forget a session that has ended.
    private boolean mayContinue(ClientSession session, StompCommand command) {
        return command == StompCommand.DISCONNECT
                || session.closedWith() == null && floodGuard.allowsStompFrame(session);
    }
}
