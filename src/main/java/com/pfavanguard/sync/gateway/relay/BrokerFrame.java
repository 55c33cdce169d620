package com.pfavanguard.sync.gateway.relay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One STOMP frame from the broker.
 *
 * @param headers unescaped; of a repeated header the first one, as STOMP 1.2 "Repeated Header Entries" wants
 * @param body empty unless {@code fault} is {@link Fault#NONE}
 */
record BrokerFrame(String command, Map<String, String> headers, byte[] body, Fault fault) {

    /** What kept the body from being read. */
    enum Fault {
        NONE,
        /** More bytes than allowed; they were skipped. */
        TOO_LARGE,
        /** Its length was a lie or no number; the reader has found the next true frame. */
        MALFORMED
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }
}
