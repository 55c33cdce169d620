package com.pfavanguard.sync.gateway.stream;

import java.nio.ByteBuffer;

/** Whole messages in a row, as they go over the wire. */
public interface Messages {

    /**
     * All of them, from position to limit; only to be read, and only until the write they are given to returns or asks
     * again.
     */
    ByteBuffer bytes();

    /** Where the message ends of which byte {@code offset} is one. Offsets count from the first message. */
    int endOfMessageAt(int offset);
}
