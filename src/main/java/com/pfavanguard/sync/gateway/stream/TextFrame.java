package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/**
 * Frames a text message for a WebSocket: one unmasked frame (RFC 6455 section 5.2). A server's frame is the same for
 * every client, so it is built together with the encoded message, once for all.
 */
public final class TextFrame {

    private static final byte FINAL_TEXT = (byte) 0x81;
    // With RSV1, which says that the message is compressed (RFC 7692 section 6).
    private static final byte FINAL_DEFLATED_TEXT = (byte) 0xc1;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;
    private static final int LONGEST_IN_TWO_BYTES = 0xffff;

    private TextFrame() {}

    /** Length of the whole frame around a message of {@code messageBytes} bytes. */
    public static int length(int messageBytes) {
        if (messageBytes < LENGTH_IN_TWO_BYTES) {
            return 2 + messageBytes;
        }
        return messageBytes + (messageBytes <= LONGEST_IN_TWO_BYTES ? 4 : 10);
    }

    /** Puts the frame's header; the caller puts the message's UTF-8 behind it. */
    public static void begin(ByteBuffer frame, int messageBytes) {
        begin(frame, FINAL_TEXT, messageBytes);
    }

    /** Puts the header of a frame whose message is compressed; the caller puts the blocks of DEFLATE behind it. */
    public static void beginDeflated(ByteBuffer frame, int deflatedBytes) {
        begin(frame, FINAL_DEFLATED_TEXT, deflatedBytes);
    }

    private static void begin(ByteBuffer frame, byte kind, int bytes) {
        frame.put(kind);
        if (bytes < LENGTH_IN_TWO_BYTES) {
            frame.put((byte) bytes);
        } else if (bytes <= LONGEST_IN_TWO_BYTES) {
            frame.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) bytes);
        } else {
            frame.put((byte) LENGTH_IN_EIGHT_BYTES).putLong(bytes);
        }
    }
}
