package com.pfavanguard.sync.benchmark.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Text frames one behind the other, to be written in one go. */
final class NioPeerFrames {

    private static final int FINAL_TEXT = 0x81;
    private static final int TWO_BYTE_LENGTH = 126;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Of up to 65,535 bytes. */
    void add(byte[] data, int from, int to) {
        int length = to - from;
        bytes.write(FINAL_TEXT);
        if (length < TWO_BYTE_LENGTH) {
            bytes.write(length);
        } else {
            bytes.write(TWO_BYTE_LENGTH);
            bytes.write(length >>> 8);
            bytes.write(length);
        }
        bytes.write(data, from, length);
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
