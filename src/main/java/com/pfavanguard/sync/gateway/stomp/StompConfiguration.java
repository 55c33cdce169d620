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

/**
 * Gives Spring's STOMP broker relay our {@link LocalRelayClient}, and its protocol handler our {@link
 * StrictStompDecoder}.
 */
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

    // On the reading thread, so that frames are answered in their order; nothing behind these channels blocks.
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
            WebSocketHandler subProtocolWebSocketHandler, StrictStompDecoder frameDecoder) {
        return () -> {
            var handler = (SubProtocolWebSocketHandler) WebSocketHandlerDecorator.unwrap(subProtocolWebSocketHandler);
            handler.getProtocolHandlers().forEach(protocol -> use(frameDecoder, protocol));
        };
    }

    private static void use(StrictStompDecoder decoder, SubProtocolHandler protocol) {
        if (protocol instanceof StompSubProtocolHandler stomp) {
            decoder.setHeaderInitializer(stomp.getHeaderInitializer());
            stomp.setDecoder(decoder);
        }
    }

    /** Turns off Spring's half-hourly log line of statistics, which our metrics cover. */
    @Bean
    static SmartInitializingSingleton noStatsLogging(@Nullable WebSocketMessageBrokerStats stats) {
        return () -> {
            if (stats != null) {
                stats.setLoggingPeriod(0);
            }
        };
    }
}
