package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/**
 * A text message as it goes over a WebSocket: one unmasked frame (RFC 6455 section 5.2). A server's frame is the same for
 * every client, so it is made where messages are encoded, once for all.
 */
public final class TextFrame {

    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;
    private static final int LONGEST_IN_TWO_BYTES = 0xffff;

    private TextFrame() {}

    /** @param parts the message in UTF-8, cut anywhere */
    public static byte[] of(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(headerBytes(length) + length).put(FINAL_TEXT);
        if (length < LENGTH_IN_TWO_BYTES) {
            frame.put((byte) length);
        } else if (length <= LONGEST_IN_TWO_BYTES) {
            frame.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) length);
        } else {
            frame.put((byte) LENGTH_IN_EIGHT_BYTES).putLong(length);
        }
        for (byte[] part : parts) {
            frame.put(part);
        }
        return frame.array();
    }

    private static int headerBytes(int length) {
        if (length < LENGTH_IN_TWO_BYTES) {
            return 2;
        }
        return length <= LONGEST_IN_TWO_BYTES ? 4 : 10;
    }
}
