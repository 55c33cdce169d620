package com.pfavanguard.sync.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Describes the broker to a STOMP reader.
 *
 * @param host host of the STOMP acceptor
 * @param port its port
 * @param login user name, or {@code null} if no login is required
 * @param passcode its password
 * @param historySize maximum number of events that the broker keeps
 * @param historyRetention maximum time for which it keeps them
 */
public record StompBroker(
        String host,
        int port,
        @Nullable String login,
        @Nullable String passcode,
        int historySize,
        Duration historyRetention) {

    /** The queue that holds the recent events of all organizations. Reading does not empty it. */
    public static final String HISTORY_QUEUE = "sync.history";

    /** The address pattern to which that queue is bound. */
    public static final String HISTORY_ADDRESS = "sync.#";

    /**
     * Address for a marker: a reader of the history sends a message of its own to it and knows, when that comes back,
     * that it has read everything before it. Two words, so that it never equals an organization's address.
     */
    public static final String HISTORY_MARKER_ADDRESS = "sync.gateway.marker";

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
