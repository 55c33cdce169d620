package com.pfavanguard.sync.broker;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the external broker by JMS: for the pool that all of this process shares, and for looks at the history.
 *
 * @param connections creates connections, or fails soon
 * @param histories the history beside the link
 * @param states the states at the same broker
 */
record JmsBrokers(ConnectionFactory connections, HistoryQueues histories, StateQueues states) {

    private static final String THREAD = "broker-jms-connect";

    /**
     * Connects to these brokers.
     *
     * @param url in place of the broker's addresses, or {@code null}
     * @param keeperLock is told whether the broker lets this process take the lock of the states
     */
    static JmsBrokers of(StompBroker broker, @Nullable String url, Consumer<Boolean> keeperLock) {
        return url == null ? ofAddresses(broker, keeperLock) : ofUrl(new JmsUrl(url, broker), keeperLock);
    }

    private static JmsBrokers ofAddresses(StompBroker broker, Consumer<Boolean> keeperLock) {
        JmsEndpoints jms = new JmsEndpoints(broker);
        Rotation<Endpoint, JmsPlace> rotation = new Rotation<>(THREAD, broker.endpoints(), jms::connect);
        FailFastConnectionFactory connections = new FailFastConnectionFactory(rotation);
        HistoryQueues histories = link -> {
            rotation.startWith(link);
            connections.linkIsAt(link.host());
            return new CoreHistoryQueue(() -> jms.factory(link, "history"));
        };
        StateQueues states = link -> new CoreStateQueue(() -> jms.factory(link, "states"), keeperLock);
        return new JmsBrokers(connections, histories, states);
    }

    private static JmsBrokers ofUrl(JmsUrl jms, Consumer<Boolean> keeperLock) {
        HistoryQueue queue = new CoreHistoryQueue(() -> jms.factory("history"));
        return new JmsBrokers(
                new FailFastConnectionFactory(new Rotation<>(THREAD, () -> List.of(jms), JmsUrl::connect)),
                link -> queue,
                link -> new CoreStateQueue(() -> jms.factory("states"), keeperLock));
    }
}
