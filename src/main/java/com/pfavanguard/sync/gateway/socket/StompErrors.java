package com.pfavanguard.sync.gateway.socket;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/**
 * Writes ERROR frames people can act on. Spring's own say "Failed to send message to ExecutorSubscribableChannel…"
 * whatever the matter is; ours carry the reason of a refusal, and no names from inside for anything else.
 */
class StompErrors extends StompSubProtocolErrorHandler {

    @Override
    public Message<byte[]> handleClientMessageProcessingError(@Nullable Message<byte[]> clientMessage, Throwable ex) {
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        String reason = clientMessage == null ? "Malformed STOMP frame" : reason(ex);
        error.setMessage(reason);
        error.setNativeHeader("content-type", "text/plain");
        String receipt = receipt(clientMessage);
        if (receipt != null) {
            error.setReceiptId(receipt);
        }
        return MessageBuilder.createMessage(reason.getBytes(StandardCharsets.UTF_8), error.getMessageHeaders());
    }

    private static @Nullable String receipt(@Nullable Message<byte[]> clientMessage) {
        StompHeaderAccessor frame = clientMessage == null
                ? null
                : MessageHeaderAccessor.getAccessor(clientMessage, StompHeaderAccessor.class);
        return frame == null ? null : frame.getReceipt();
    }

    private static String reason(Throwable ex) {
        for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedFrameException) {
                return String.valueOf(cause.getMessage());
            }
        }
        // Spring asserts these two with an IllegalStateException that names the session.
        String text = String.valueOf(ex.getMessage());
        if (text.startsWith("Unknown session")) {
            return "Send CONNECT first";
        }
        if (text.startsWith("Session already exists")) {
            return "CONNECT may be sent once";
        }
        return "The frame could not be handled";
    }
}
