package com.pfavanguard.sync.cli.load;

import java.io.Closeable;
import java.io.IOException;

/** The way events get into a server, one connection. For one thread at a time. */
public interface Publisher extends Closeable {

    /** Returns when the kernel has the event, not when the server has read it. */
    void publish(String organizationId, String eventId, byte[] json) throws IOException;

    /** What the other side has complained of, if it has; empty otherwise. */
    default String complaint() {
        return "";
    }
}
