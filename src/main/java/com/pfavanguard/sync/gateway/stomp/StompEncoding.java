package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncDestinations;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
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
    private static final byte[] TRACE = ("\n" + TraceParent.NAME + ":").getBytes(StandardCharsets.UTF_8);
    private static final byte END = 0;
    private static final int BLANK_LINE = 2;
    private static final int[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    // Of a block of DEFLATE that is stored, not compressed (RFC 1951 section 3.2.4). Headers are far shorter than 64
    // KB.
    private static final int STORED_HEADER = 5;

    // Behind the compressed JSON: the end of its last block, a stored block with the NUL, and the begin of an empty
    // block whose rest is left out (RFC 7692 section 7.2.1).
    private static final byte[] DEFLATED_END = {0, 0, -1, -1, 0, 1, 0, -2, -1, END, 0};

    private final byte[] head;
    private final boolean escaping;
    private final boolean tracing;
    private final @Nullable MessageCompressor compressor;
    private final int hash;

    /**
     * @param subscriptionId the client's id; {@code null} if a STOMP 1.0 client gave no id
     * @param escaping whether header values are escaped: from STOMP 1.1 on
     * @param tracing whether the frames of events have the header {@code traceparent}
     * @param compressor {@code null} if the client cannot read compressed messages
     */
    public StompEncoding(
            OrganizationId organizationId,
            @Nullable String subscriptionId,
            boolean escaping,
            boolean tracing,
            @Nullable MessageCompressor compressor) {
        this.escaping = escaping;
        this.tracing = tracing;
        this.compressor = compressor;
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

    /** Likewise, without traces. */
    public StompEncoding(
            OrganizationId organizationId,
            @Nullable String subscriptionId,
            boolean escaping,
            @Nullable MessageCompressor compressor) {
        this(organizationId, subscriptionId, escaping, false, compressor);
    }

    @Override
    public int length(String messageId, byte[] json, byte @Nullable [] deflated) {
        return length(messageId, json, deflated, null);
    }

    @Override
    public int length(String messageId, byte[] json, byte @Nullable [] deflated, @Nullable TraceParent trace) {
        int headers = headersLength(utf8(messageId), json, trace);
        return TextFrame.length(
                compressor != null && deflated != null ? deflatedLength(headers, deflated) : headers + json.length + 1);
    }

    private int headersLength(byte[] messageId, byte[] json, @Nullable TraceParent trace) {
        int always = head.length + messageId.length + CONTENT_LENGTH.length + digits(json.length) + BLANK_LINE;
        return tracing && trace != null ? always + TRACE.length + TraceParent.LENGTH : always;
    }

    // The headers are not compressed, so that the same compressed JSON fits behind those of every subscription.
    private static int deflatedLength(int headers, byte[] deflated) {
        return STORED_HEADER + headers + deflated.length + DEFLATED_END.length;
    }

    @Override
    public void write(String messageId, byte[] json, byte @Nullable [] deflated, ByteBuffer out) {
        write(messageId, json, deflated, null, out);
    }

    @Override
    public void write(
            String messageId, byte[] json, byte @Nullable [] deflated, @Nullable TraceParent trace, ByteBuffer out) {
        byte[] id = utf8(messageId);
        int headers = headersLength(id, json, trace);
        if (compressor != null && deflated != null) {
            TextFrame.beginDeflated(out, deflatedLength(headers, deflated));
            out.put((byte) 0).put((byte) headers).put((byte) (headers >> 8));
            out.put((byte) ~headers).put((byte) (~headers >> 8));
            putHeaders(id, json, trace, out);
            out.put(deflated).put(DEFLATED_END);
        } else {
            TextFrame.begin(out, headers + json.length + 1);
            putHeaders(id, json, trace, out);
            out.put(json).put(END);
        }
    }

    private void putHeaders(byte[] id, byte[] json, @Nullable TraceParent trace, ByteBuffer out) {
        out.put(head).put(id).put(CONTENT_LENGTH);
        putNumber(out, json.length);
        if (tracing && trace != null) {
            out.put(TRACE);
            trace.writeTo(out);
        }
        out.put((byte) '\n').put((byte) '\n');
    }

    @Override
    public ClientProtocol protocol() {
        return ClientProtocol.STOMP;
    }

    @Override
    public byte @Nullable [] deflate(byte[] json) {
        return compressor == null ? null : compressor.deflate(json);
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
                        && tracing == that.tracing
                        && compressor == that.compressor
                        && Arrays.equals(head, that.head);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
