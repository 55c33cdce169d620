package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.gateway.stomp.RefusedFrameException;
import com.pfavanguard.sync.gateway.stomp.StompErrorFrame;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Writes ERROR frames that say what was wrong with the client's frame. Spring's always say "Failed to send message to
 * ExecutorSubscribableChannel…". Never shows names from inside the gateway.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class StompErrors extends StompSubProtocolErrorHandler {

    private final SessionRegistry sessions;
    private final LimitCounters counters;
    // Bytes; Spring applies the limit of a message to a frame as well.
    private final long longestMessage;

    StompErrors(SessionRegistry sessions, LimitCounters counters, GatewayProperties properties) {
        this.counters = counters;
        this.longestMessage = properties.maxMessageSize().toBytes();
        this.sessions = sessions;
    }

    @Override
    public Message<byte[]> handleClientMessageProcessingError(@Nullable Message<byte[]> clientMessage, Throwable ex) {
        StompHeaderAccessor frame = clientMessage == null
                ? null
                : MessageHeaderAccessor.getAccessor(clientMessage, StompHeaderAccessor.class);
        if (frame == null) {
            return StompErrorFrame.of(CloseCode.PROTOCOL_ERROR, unreadable(ex), null);
        }
        RefusedFrameException refusal = refusal(ex);
        sessions.of(frame).ifPresent(session -> session.afterError(refusal.code()));
        return StompErrorFrame.of(refusal.code(), String.valueOf(refusal.getMessage()), frame.getReceipt());
    }

    private String unreadable(Throwable ex) {
        if (ex instanceof RefusedFrameException) {
            return String.valueOf(ex.getMessage());
        }
        // BufferingStompDecoder throws a general exception, so only its text tells.
        if (String.valueOf(ex.getMessage()).startsWith("The configured STOMP buffer size limit")) {
            counters.reached(Limit.MESSAGE_SIZE);
            return "A frame may have at most " + longestMessage + " bytes";
        }
        return "Malformed STOMP frame: check its command, its headers and the NUL at its end";
    }

    private static RefusedFrameException refusal(Throwable ex) {
        for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedFrameException refusal) {
                return refusal;
            }
        }
        // Spring parses the heart-beat header of every frame before our interceptor runs.
        if (ex instanceof NumberFormatException) {
            return new RefusedFrameException(CloseCode.PROTOCOL_ERROR, FrameRules.HEARTBEATS_WANTED);
        }
        // For these two Spring throws an IllegalStateException whose text names the session.
        String text = String.valueOf(ex.getMessage());
        if (text.startsWith("Unknown session")) {
            return new RefusedFrameException(CloseCode.PROTOCOL_ERROR, "Send CONNECT first");
        }
        if (text.startsWith("Session already exists")) {
            return new RefusedFrameException(CloseCode.PROTOCOL_ERROR, "CONNECT may be sent only once");
        }
        return new RefusedFrameException(CloseCode.SERVER_ERROR, "The frame could not be handled");
    }
}
