package com.pfavanguard.sync.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket frame as the server sent it (RFC 6455 section 5.2).
 *
 * @param rsv1 whether the message is compressed
 */
public record ServerFrame(int opcode, boolean rsv1, byte[] payload) {

    static ServerFrame read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int opcode = first & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new ServerFrame(opcode, (first & 0x40) != 0, payload);
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    public int closeCode() {
        if (opcode != ClientFrames.CLOSE) {
            throw new AssertionError("Not a close frame but opcode " + opcode + ": " + text());
        }
        return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
}
