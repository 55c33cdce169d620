package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.WebSocketMessageBrokerStats;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.messaging.StompSubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/** Wires Spring's STOMP broker relay to the {@link LocalRelayClient} and its decoder to the {@link FrameDecoder}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class StompConfiguration implements WebSocketMessageBrokerConfigurer {

    private final LocalRelayClient relayClient;

    StompConfiguration(LocalRelayClient relayClient) {
        this.relayClient = relayClient;
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableStompBrokerRelay("/topic").setTcpClient(relayClient);
    }

    // Everything behind these channels is non-blocking, so the thread that read a frame also answers it: in order.
    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.executor(new SyncTaskExecutor());
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.executor(new SyncTaskExecutor());
    }

    @Bean
    static SmartInitializingSingleton strictFrameDecoder(
            WebSocketHandler subProtocolWebSocketHandler, FrameDecoder frameDecoder) {
        return () -> {
            var handler = (SubProtocolWebSocketHandler) WebSocketHandlerDecorator.unwrap(subProtocolWebSocketHandler);
            handler.getProtocolHandlers().forEach(protocol -> use(frameDecoder, protocol));
        };
    }

    private static void use(FrameDecoder decoder, SubProtocolHandler protocol) {
        if (protocol instanceof StompSubProtocolHandler stomp) {
            decoder.setHeaderInitializer(stomp.getHeaderInitializer());
            stomp.setDecoder(decoder);
        }
    }

    /** Turns off Spring's half-hourly log line: our metrics say the same and more. */
    @Bean
    static SmartInitializingSingleton noStatsLogging(@Nullable WebSocketMessageBrokerStats stats) {
        return () -> {
            if (stats != null) {
                stats.setLoggingPeriod(0);
            }
        };
    }
}
