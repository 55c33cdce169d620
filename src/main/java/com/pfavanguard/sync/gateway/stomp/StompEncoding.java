package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.gateway.stream.MessageEncoding;
import com.pfavanguard.sync.gateway.stream.TextFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes messages as STOMP MESSAGE frames for one subscription id, each in its own WebSocket message. Clients receive
 * only the headers written here; headers that a producer set never leave the gateway.
 */
public final class StompEncoding implements MessageEncoding {

    private static final byte[] CONTENT_LENGTH = "\ncontent-length:".getBytes(StandardCharsets.UTF_8);
    private static final byte END = 0;
    private static final int BLANK_LINE_AND_END = 3;
    private static final int[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private final byte[] head;
    private final boolean escaping;
    private final int hash;

    /**
     * @param subscriptionId the client's id; {@code null} if a STOMP 1.0 client gave no id
     * @param escaping whether header values are escaped: from STOMP 1.1 on
     */
    public StompEncoding(OrganizationId organizationId, @Nullable String subscriptionId, boolean escaping) {
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
    public int length(String messageId, byte[] json) {
        return TextFrame.length(frameLength(utf8(messageId), json));
    }

    private int frameLength(byte[] messageId, byte[] json) {
        return head.length
                + messageId.length
                + CONTENT_LENGTH.length
                + digits(json.length)
                + BLANK_LINE_AND_END
                + json.length;
    }

    @Override
    public void write(String messageId, byte[] json, ByteBuffer out) {
        byte[] id = utf8(messageId);
        TextFrame.begin(out, frameLength(id, json));
        out.put(head).put(id).put(CONTENT_LENGTH);
        putNumber(out, json.length);
        out.put((byte) '\n').put((byte) '\n').put(json).put(END);
    }

    private byte[] utf8(String messageId) {
        return escaped(messageId).getBytes(StandardCharsets.UTF_8);
    }

    // By hand, since a String for each message costs more than the rest of the encoding.
    private static void putNumber(ByteBuffer out, int number) {
        for (int power = POWERS_OF_TEN[digits(number) - 1]; power > 0; power /= 10) {
            out.put((byte) ('0' + number / power % 10));
        }
    }

    private static int digits(int number) {
        int digits = 1;
        while (digits < POWERS_OF_TEN.length && number >= POWERS_OF_TEN[digits]) {
            digits++;
        }
        return digits;
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
