package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.CloseCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** An ERROR frame: for programs a {@code code} and whether coming back can help, for people a message. */
public final class StompErrorFrame {

    // As long as a frame's headers may be if nobody has set it otherwise. A longer receipt may be what is refused.
    private static final int LONGEST_RECEIPT_BYTES = 1024;

    private StompErrorFrame() {}

    /** @param receipt the receipt the refused frame asked for, if it did; left out if it is too long to be sent back */
    public static Message<byte[]> of(CloseCode code, String message, @Nullable String receipt) {
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        error.setMessage(message);
        error.setNativeHeader("code", code.name());
        error.setNativeHeader("retryable", Boolean.toString(code.comeBack()));
        if (code.comeBack()) {
            error.setNativeHeader("retry-after", Long.toString(code.after().toSeconds()));
        }
        error.setNativeHeader("content-type", "text/plain");
        if (receipt != null && StompHeaders.escapedBytes(receipt) <= LONGEST_RECEIPT_BYTES) {
            error.setReceiptId(receipt);
        }
        error.setLeaveMutable(true); // the relay adds the session id
        return MessageBuilder.createMessage(message.getBytes(StandardCharsets.UTF_8), error.getMessageHeaders());
    }
}
