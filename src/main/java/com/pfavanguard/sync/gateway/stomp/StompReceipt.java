package com.pfavanguard.sync.gateway.stomp;

import java.util.Optional;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.web.socket.TextMessage;

/** The answer to a frame that asks for a receipt and does not go further than the session. */
public final class StompReceipt {

    private StompReceipt() {}

    /** Empty if it asks for none. */
    public static Optional<TextMessage> of(StompHeaderAccessor frame) {
        return Optional.ofNullable(frame.getReceipt())
                .map(receipt -> new TextMessage("RECEIPT\nreceipt-id:" + StompHeaders.escape(receipt) + "\n\n\0"));
    }
}
