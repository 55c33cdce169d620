package com.pfavanguard.sync.broker;

import jakarta.jms.ConnectionFactory;
import java.util.List;
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

    /** @param url in place of the broker's addresses, or {@code null} */
    static JmsBrokers of(StompBroker broker, @Nullable String url) {
        return url == null ? ofAddresses(broker) : ofUrl(new JmsUrl(url, broker));
    }

    private static JmsBrokers ofAddresses(StompBroker broker) {
        JmsEndpoints jms = new JmsEndpoints(broker);
        Rotation<Endpoint, JmsPlace> rotation = new Rotation<>(THREAD, broker.endpoints(), jms::connect);
        FailFastConnectionFactory connections = new FailFastConnectionFactory(rotation);
        HistoryQueues histories = link -> {
            rotation.startWith(link);
            connections.linkIsAt(link.host());
            return new CoreHistoryQueue(() -> jms.factory(link, "history"));
        };
        return new JmsBrokers(connections, histories, link -> new CoreStateQueue(() -> jms.factory(link, "states")));
    }

    private static JmsBrokers ofUrl(JmsUrl jms) {
        HistoryQueue queue = new CoreHistoryQueue(() -> jms.factory("history"));
        return new JmsBrokers(
                new FailFastConnectionFactory(new Rotation<>(THREAD, () -> List.of(jms), JmsUrl::connect)),
                link -> queue,
                link -> new CoreStateQueue(() -> jms.factory("states")));
    }
}
