package com.pfavanguard.sync.benchmark.peer;

import org.springframework.context.ApplicationListener;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Spring's STOMP broker relay as shipped: one connection to the broker for each client. */
public final class RelayPeer implements WebSocketMessageBrokerConfigurer, ApplicationListener<BrokerAvailabilityEvent> {

    private static final String BROKER_PORT = "benchmark.relay.broker-port";

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableStompBrokerRelay("/topic")
                .setRelayHost("127.0.0.1")
                .setRelayPort(Integer.getInteger(BROKER_PORT))
                .setClientLogin(BrokerPeer.USER)
                .setClientPasscode(BrokerPeer.PASSWORD)
                .setSystemLogin(BrokerPeer.USER)
                .setSystemPasscode(BrokerPeer.PASSWORD);
    }

    @Override
    public void onApplicationEvent(BrokerAvailabilityEvent event) {
        if (event.isBrokerAvailable()) {
            Peers.ready();
        }
    }

    /** @param arguments the port for clients, the broker's STOMP port */
    public static void main(String[] arguments) {
        System.setProperty(BROKER_PORT, arguments[1]);
        SpringPeer.run(RelayPeer.class, Integer.parseInt(arguments[0]));
    }
}
