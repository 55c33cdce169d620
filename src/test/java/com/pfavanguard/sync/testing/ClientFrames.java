package com.pfavanguard.sync.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds a client's WebSocket frames, valid and invalid ones (RFC 6455 section 5.2). */
public final class ClientFrames {

    public static final int FIN = 0x80;
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int MASKED = 0x80;
    private static final int MASK = 0x1d2e3f40;

    private ClientFrames() {}

    /** @param first FIN, RSV and opcode */
    public static byte[] of(int first, byte[] payload) {
        ByteBuffer frame =
                head(first, MASKED, payload.length, 14 + payload.length).putInt(MASK);
        byte[] mask = ByteBuffer.allocate(4).putInt(MASK).array();
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % 4]));
        }
        return written(frame);
    }

    public static byte[] of(int first, String payload) {
        return of(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole text message. */
    public static byte[] text(String text) {
        return of(FIN | TEXT, text);
    }

    public static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return of(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    public static byte[] unmasked(int first, String payload) {
        byte[] text = payload.getBytes(StandardCharsets.UTF_8);
        return written(head(first, 0, text.length, 10 + text.length).put(text));
    }

    /** A masked frame that announces any length, and has no payload yet. */
    public static byte[] announcing(int first, long length) {
        return written(ByteBuffer.allocate(14)
                .put((byte) first)
                .put((byte) (MASKED | 127))
                .putLong(length)
                .putInt(MASK));
    }

    /** Likewise, unmasked. */
    public static byte[] announcingUnmasked(int first, long length) {
        return written(ByteBuffer.allocate(10).put((byte) first).put((byte) 127).putLong(length));
    }

    public static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    private static ByteBuffer head(int first, int masked, int length, int room) {
        ByteBuffer frame = ByteBuffer.allocate(room).put((byte) first);
        if (length < 126) {
            return frame.put((byte) (masked | length));
        } else if (length < 65_536) {
            return frame.put((byte) (masked | 126)).putShort((short) length);
        }
        return frame.put((byte) (masked | 127)).putLong(length);
    }

    private static byte[] written(ByteBuffer frame) {
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }
}
