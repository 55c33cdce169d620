package com.pfavanguard.sync.benchmark.peer;

import java.io.IOException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Spring's SimpleBroker, in memory; events come in by lines. */
public final class SimpleBrokerPeer implements WebSocketMessageBrokerConfigurer {

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
    }

    /** @param arguments the port for clients, the port for lines */
    public static void main(String[] arguments) throws IOException {
        ConfigurableApplicationContext context = SpringPeer.run(SimpleBrokerPeer.class, Integer.parseInt(arguments[0]));
        SimpMessagingTemplate template = context.getBean("brokerMessagingTemplate", SimpMessagingTemplate.class);
        Peers.takeLines(
                Integer.parseInt(arguments[1]),
                (organizationId, json) -> template.convertAndSend("/topic/sync." + organizationId, json));
        Peers.ready();
    }
}
