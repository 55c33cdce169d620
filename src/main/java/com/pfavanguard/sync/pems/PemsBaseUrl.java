package com.pfavanguard.sync.pems;

import java.net.URI;

/** The current base URL of PEMS. Asked for each request, since the stand-in learns its port only when it starts. */
public interface PemsBaseUrl {

    URI get();

    /** Whether this is the stand-in: its records are made up, and writes are lost with the process. */
    default boolean isStandIn() {
        return false;
    }
}
