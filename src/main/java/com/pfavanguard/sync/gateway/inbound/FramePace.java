package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.session.ClientSession;
import com.pfavanguard.sync.gateway.session.InboundWatch;
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
 * Counts the frames of a session, of which one message may hold many, and drops what follows the session's end; Spring
 * hands on all of them. First of the inbound interceptors.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class FramePace implements ChannelInterceptor {

    private final SessionRegistry sessions;
    private final InboundWatch inboundWatch;

    FramePace(SessionRegistry sessions, InboundWatch inboundWatch) {
        this.sessions = sessions;
        this.inboundWatch = inboundWatch;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        // DISCONNECT is also Spring's own, by which the relay forgets a session that has gone.
        if (frame == null || command == null || command == StompCommand.DISCONNECT) {
            return message;
        }
        return sessions.of(frame).map(this::mayGoOn).orElse(true) ? message : null;
    }

    private boolean mayGoOn(ClientSession session) {
        return session.closedWith() == null && inboundWatch.allowsStompFrame(session);
    }
}
