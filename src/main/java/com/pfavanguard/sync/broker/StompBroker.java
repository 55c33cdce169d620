package com.pfavanguard.sync.broker;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes the broker to a STOMP reader.
 *
 * @param hosts the brokers to choose from; one of them is live
 * @param endpoints their IP addresses, looked up each time; may take half a second
 * @param login as whom to log in
 * @param tls encrypts the connection; {@code null} for plain TCP
 * @param clientId names the connections at the broker
 * @param historySize maximum number of events that the broker keeps
 * @param historyRetention maximum time for which it keeps them
 */
public record StompBroker(
        List<BrokerHost> hosts,
        Supplier<List<Endpoint>> endpoints,
        BrokerLogin login,
        @Nullable BrokerTls tls,
        BrokerClientId clientId,
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

    /** Returns the broker on this machine that listens on {@code port}. */
    public static StompBroker here(int port, BrokerLogin login, int historySize, Duration historyRetention) {
        // The port of JMS is not asked for: whoever reads the history looks at it inside this process.
        List<BrokerHost> hosts = List.of(new BrokerHost("127.0.0.1", port, port));
        return new StompBroker(
                hosts,
                new HostLookup(hosts),
                login,
                null,
                BrokerClientId.of("sync-gateway"),
                historySize,
                historyRetention);
    }

    /** Returns host and STOMP port of each broker. */
    @Override
    public String toString() {
        return BrokerHosts.stomp(hosts);
    }
}
