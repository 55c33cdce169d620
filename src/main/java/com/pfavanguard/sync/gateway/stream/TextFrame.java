package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/**
 * Frames a text message for a WebSocket: one unmasked frame (RFC 6455 section 5.2). A server's frame is the same for
 * every client, so it is built together with the encoded message, once for all.
 */
public final class TextFrame {

    private static final byte FINAL_TEXT = (byte) 0x81;
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
        frame.put(FINAL_TEXT);
        if (messageBytes < LENGTH_IN_TWO_BYTES) {
            frame.put((byte) messageBytes);
        } else if (messageBytes <= LONGEST_IN_TWO_BYTES) {
            frame.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) messageBytes);
        } else {
            frame.put((byte) LENGTH_IN_EIGHT_BYTES).putLong(messageBytes);
        }
    }
}
