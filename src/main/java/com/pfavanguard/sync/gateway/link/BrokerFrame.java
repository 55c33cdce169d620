package com.pfavanguard.sync.gateway.link;

import org.jspecify.annotations.Nullable;

/**
 * One STOMP frame from the broker.
 *
 * @param body empty unless {@code fault} is {@link Fault#NONE}
 */
record BrokerFrame(String command, BrokerHeaders headers, byte[] body, Fault fault) {

    /** Why the body could not be read. */
    enum Fault {
        NONE,
        /** The body is larger than allowed and was skipped. */
        TOO_LARGE,
        /**
         * The content-length is wrong or not a number; the reader has skipped to the next frame of the subscription.
         */
        MALFORMED,
        /**
         * Not of the link's subscription: part of a body that a producer made look like a frame. None of its headers
         * is from the broker.
         */
        FOREIGN
    }

    /**
     * A header's value, unescaped; the first one of a repeated header, as STOMP 1.2 "Repeated Header Entries" requires.
     *
     * @param name as in {@link BrokerHeaders#first}
     */
    @Nullable String header(String name) {
        return headers.first(name);
    }
}
