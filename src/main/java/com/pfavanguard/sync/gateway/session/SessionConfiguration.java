package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.stomp.StrictStompDecoder;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/** Replaces Spring's sessions by ours, and adds plain JSON beside STOMP. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
@EnableConfigurationProperties({GatewayProperties.class, CompressionProperties.class, DrainProperties.class})
class SessionConfiguration implements WebSocketMessageBrokerConfigurer {

    private final GatewayProperties properties;
    private final WebSocketHandlerDecoratorFactory clientSessions;

    SessionConfiguration(GatewayProperties properties, WebSocketHandlerDecoratorFactory clientSessions) {
        this.properties = properties;
        this.clientSessions = clientSessions;
    }

    /** Stops Spring's handlers and channels after {@link SessionShutdown}, which still needs them for a while. */
    @Override
    public Integer getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1;
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        registration.setMessageSizeLimit((int) properties.maxMessageSize().toBytes());
        // SessionSweep closes silent sessions. Spring's own check would close plain JSON clients, which never send.
        registration.setTimeToFirstMessage(Integer.MAX_VALUE);
        registration.addDecoratorFactory(clientSessions);
    }

    /** Wraps Spring's handler of WebSocket sessions, on each handshake path. */
    @Bean
    static WebSocketHandlerDecoratorFactory clientSessions(
            SessionRegistry sessions,
            EventStream stream,
            Admission admission,
            FloodGuard floodGuard,
            StrictStompDecoder decoder,
            LimitCounters counters,
            ConnectionTraces traces) {
        return handler ->
                new ClientSessionHandler(handler, sessions, stream, admission, floodGuard, decoder, counters, traces);
    }

    /**
     * Serves bare JSON to clients without a sub-protocol and with {@code json}; Spring would take them for STOMP
     * clients.
     */
    @Bean
    static SmartInitializingSingleton plainJsonByDefault(
            WebSocketHandler subProtocolWebSocketHandler,
            SessionRegistry sessions,
            Admission admission,
            MessageCompressor compressor,
            GatewayProperties properties) {
        return () -> {
            var handler = (SubProtocolWebSocketHandler) WebSocketHandlerDecorator.unwrap(subProtocolWebSocketHandler);
            PlainJsonProtocol plainJson =
                    new PlainJsonProtocol(sessions, admission, compressor, properties.stompHeartbeatMin());
            handler.addProtocolHandler(plainJson);
            handler.setDefaultProtocolHandler(plainJson);
        };
    }
}
