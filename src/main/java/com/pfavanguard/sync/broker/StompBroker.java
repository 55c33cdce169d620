package com.pfavanguard.sync.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a STOMP reader has to know of the broker.
 *
 * @param host host of the STOMP acceptor
 * @param port its port
 * @param login user name, or {@code null} where none is asked for
 * @param passcode its password
 * @param historySize most events the broker keeps
 * @param historyRetention how long it keeps them at most
 */
public record StompBroker(
        String host,
        int port,
        @Nullable String login,
        @Nullable String passcode,
        int historySize,
        Duration historyRetention) {

    /** The queue that holds the recent events of all organizations and is read without being emptied. */
    public static final String HISTORY_QUEUE = "sync.history";

    /** The address pattern that queue is bound to. */
    public static final String HISTORY_ADDRESS = "sync.#";

    /**
     * Where a reader of the history sends a message of its own to learn, when it comes back, that all that lay before
     * it has been read. Two words, so that no organization's address can be the same.
     */
    public static final String HISTORY_MARKER_ADDRESS = "sync.gateway.marker";

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
