package com.pfavanguard.sync.pems;

import java.net.URI;

/** Where PEMS is right now. Asked for each request, since the stand-in learns its port only when it starts. */
public interface PemsBaseUrl {

    URI get();

    /** Whether nobody real is there: the records are made up and what is written is lost with the process. */
    default boolean isStandIn() {
        return false;
    }
}
