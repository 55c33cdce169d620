package com.pfavanguard.sync.gateway.relay;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.gateway.stream.MessageEncoding;
import com.pfavanguard.sync.gateway.stream.StreamEvent;
import com.pfavanguard.sync.gateway.stream.TextFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages as STOMP MESSAGE frames for one subscription id, each in a WebSocket message. Only the headers written here
 * leave the house; what a producer set stays inside.
 */
final class StompEncoding implements MessageEncoding {

    private static final byte[] END = {0};

    private final byte[] head;
    private final boolean escaping;
    private final int hash;

    /**
     * @param subscriptionId the client's id for it; {@code null} with STOMP 1.0 clients that give none
     * @param escaping whether header values are escaped: from STOMP 1.1 on
     */
    StompEncoding(OrganizationId organizationId, @Nullable String subscriptionId, boolean escaping) {
        this.escaping = escaping;
        StringBuilder start = new StringBuilder("MESSAGE\n");
        if (subscriptionId != null) {
            start.append("subscription:").append(escaped(subscriptionId)).append('\n');
        }
        start.append("destination:")
                .append(SyncDestinations.stompDestination(organizationId))
                .append("\ncontent-type:application/json\nmessage-id:");
        this.head = start.toString().getBytes(StandardCharsets.UTF_8);
        this.hash = Arrays.hashCode(head);
    }

    private String escaped(String value) {
        return escaping ? StompHeaders.escape(value) : value;
    }

    @Override
    public byte[] encode(StreamEvent event) {
        return frame(event.eventId(), event.json());
    }

    @Override
    public byte[] encodeGreeting(String position, byte[] json) {
        return frame(position, json);
    }

    private byte[] frame(String messageId, byte[] json) {
        byte[] tail =
                (escaped(messageId) + "\ncontent-length:" + json.length + "\n\n").getBytes(StandardCharsets.UTF_8);
        return TextFrame.of(head, tail, json, END);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof StompEncoding that
                        && hash == that.hash
                        && escaping == that.escaping
                        && Arrays.equals(head, that.head);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
