package com.pfavanguard.sync.cli.load;

/** The frames of RFC 6455, section 5.2, as far as a client that only listens needs them. */
final class WebSocketFrames {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;
    private static final int MASK_BYTES = 4;

    private WebSocketFrames() {}

    /** Gets to see the content of each frame where it lies. */
    interface Reader {
        /** @param to one behind the last byte */
        void frame(int opcode, byte[] data, int from, int to);
    }

    /**
     * Cuts what a server has sent, from {@code from} to {@code to}, into frames.
     *
     * @return where the first incomplete frame begins, or {@code to}
     */
    static int read(byte[] data, int from, int to, Reader reader) {
        int at = from;
        while (to - at >= 2) {
            if ((data[at] & FINAL) == 0 || (data[at] & 0x0F) == 0) {
                throw new IllegalStateException("A message in several frames, which no server here was known to send");
            }
            int length = data[at + 1] & 0x7F;
            int header = length < TWO_BYTE_LENGTH ? 2 : length == TWO_BYTE_LENGTH ? 4 : 10;
            if (to - at < header) {
                break;
            }
            if (length >= TWO_BYTE_LENGTH) {
                length = length(data, at + 2, at + header);
            }
            if (to - at - header < length) {
                break;
            }
            int content = at + header;
            reader.frame(data[at] & 0x0F, data, content, content + length);
            at = content + length;
        }
        return at;
    }

    private static int length(byte[] data, int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            length = length << 8 | data[i] & 0xFF;
        }
        return Math.toIntExact(length);
    }

    /** A client's frame. Its mask, which the standard wants, is zero: it changes nothing, and costs nothing. */
    static byte[] fromClient(int opcode, byte[] data, int from, int to) {
        return frame(opcode, MASKED, new byte[MASK_BYTES], data, from, to);
    }

    static byte[] fromServer(int opcode, byte[] data, int from, int to) {
        return frame(opcode, 0, new byte[0], data, from, to);
    }

    private static byte[] frame(int opcode, int masked, byte[] mask, byte[] data, int from, int to) {
        int length = to - from;
        int lengthBytes = length < TWO_BYTE_LENGTH ? 0 : length <= 0xFFFF ? 2 : 8;
        byte[] frame = new byte[2 + lengthBytes + mask.length + length];
        frame[0] = (byte) (FINAL | opcode);
        int shortLength = lengthBytes == 0 ? length : lengthBytes == 2 ? TWO_BYTE_LENGTH : EIGHT_BYTE_LENGTH;
        frame[1] = (byte) (masked | shortLength);
        for (int i = 0; i < lengthBytes; i++) {
            frame[2 + i] = (byte) ((long) length >>> 8 * (lengthBytes - 1 - i));
        }
        System.arraycopy(mask, 0, frame, 2 + lengthBytes, mask.length);
        System.arraycopy(data, from, frame, frame.length - length, length);
        return frame;
    }
}
