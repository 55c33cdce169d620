package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.CloseCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Builds ERROR frames: {@code code}, {@code retryable} and {@code retry-after} for programs, a message for people. */
public final class StompErrorFrame {

    // The default of sync.gateway.limits.header-size. A longer receipt may be the reason of the refusal.
    private static final int LONGEST_RECEIPT_BYTES = 1024;

    private StompErrorFrame() {}

    /**
     * Tells a client that this gateway goes away.
     *
     * @param comeBackAfter the wait chosen for this one client; also told in whole seconds, rounded up, for clients that
     *     read no milliseconds
     */
    public static Message<byte[]> goingAway(Duration comeBackAfter) {
        CloseCode code = CloseCode.GOING_AWAY;
        StompHeaderAccessor error = error(code, code.reason(), comeBackAfter);
        error.setNativeHeader(CloseCode.RETRY_AFTER_MS, Long.toString(comeBackAfter.toMillis()));
        return message(error, code.reason());
    }

    /** @param receipt the receipt that the refused frame asked for, if any; left out if it is too long to send back */
    public static Message<byte[]> of(CloseCode code, String message, @Nullable String receipt) {
        StompHeaderAccessor error = error(code, message, code.after());
        if (receipt != null && StompHeaders.escapedBytes(receipt) <= LONGEST_RECEIPT_BYTES) {
            error.setReceiptId(receipt);
        }
        return message(error, message);
    }

    private static StompHeaderAccessor error(CloseCode code, String message, Duration after) {
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        error.setMessage(message);
        error.setNativeHeader("code", code.name());
        error.setNativeHeader("retryable", Boolean.toString(code.comeBack()));
        if (code.comeBack()) {
            error.setNativeHeader(
                    "retry-after", Long.toString(after.plusMillis(999).toSeconds()));
        }
        error.setNativeHeader("content-type", "text/plain");
        return error;
    }

    private static Message<byte[]> message(StompHeaderAccessor error, String body) {
        error.setLeaveMutable(true); // the relay adds the session id
        return MessageBuilder.createMessage(body.getBytes(StandardCharsets.UTF_8), error.getMessageHeaders());
    }
}
