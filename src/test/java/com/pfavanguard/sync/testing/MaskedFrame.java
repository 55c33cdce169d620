package com.pfavanguard.sync.testing;

import java.nio.ByteBuffer;

/** A client's WebSocket frame (RFC 6455 section 5.2), masked with zeros. */
final class MaskedFrame {

    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LONGEST_HEADER = 8;

    private MaskedFrame() {}

    /**
     * @param first its first byte: FIN, RSV and opcode
     * @param payload up to 65,535 bytes
     */
    static byte[] of(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length).put((byte) first);
        if (payload.length < LENGTH_IN_TWO_BYTES) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | LENGTH_IN_TWO_BYTES)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
