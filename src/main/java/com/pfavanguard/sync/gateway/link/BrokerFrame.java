package com.pfavanguard.sync.gateway.link;

import org.jspecify.annotations.Nullable;

/**
 * One STOMP frame from the broker.
 *
 * @param body empty unless {@code fault} is {@link Fault#NONE}
 */
record BrokerFrame(String command, BrokerHeaders headers, byte[] body, Fault fault) {

    /** What kept the body from being read. */
    enum Fault {
        NONE,
        /** More bytes than allowed; they were skipped. */
        TOO_LARGE,
        /** Its length was a lie or no number; the reader has found the next true frame. */
        MALFORMED,
        /** Not of our subscription: part of a body that was made to look like a frame. None of its headers is the broker's. */
        FOREIGN
    }

    /**
     * A header's value, unescaped; of a repeated header the first one, as STOMP 1.2 "Repeated Header Entries" wants.
     *
     * @param name as in {@link BrokerHeaders#first}
     */
    @Nullable String header(String name) {
        return headers.first(name);
    }
}
