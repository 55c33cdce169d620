package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/** A run of whole messages, encoded as they travel over the wire. */
public interface Messages {

    /**
     * All messages, from the buffer's position to its limit. Read-only; valid until the write that was given them
     * returns or calls this again.
     */
    ByteBuffer bytes();

    /** Where the message that contains byte {@code offset} ends. Offsets count from the first message. */
    int endOfMessageAt(int offset);
}
