package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/** One message for one subscription alone: its greeting or a notice. */
record SingleMessage(byte[] message) implements Messages {

    @Override
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(message);
    }

    @Override
    public int endOfMessageAt(int offset) {
        return message.length;
    }
}
