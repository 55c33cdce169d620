package com.pfavanguard.sync.gateway.stomp;

import java.util.Optional;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.web.socket.TextMessage;

/** Builds the RECEIPT for a frame that the session answers itself, without the relay. */
public final class StompReceipt {

    private StompReceipt() {}

    /** Empty if the frame asks for no receipt. */
    public static Optional<TextMessage> of(StompHeaderAccessor frame) {
        return Optional.ofNullable(frame.getReceipt())
                .map(receipt -> new TextMessage("RECEIPT\nreceipt-id:" + StompHeaders.escape(receipt) + "\n\n\0"));
    }
}
