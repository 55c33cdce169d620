package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.relay.SharedBrokerLink;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.RequestGuard;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.WebSocketMessageBrokerStats;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.handler.ExceptionWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.messaging.StompSubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Spring's STOMP over WebSocket with the broker relay, put together our way. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
@EnableConfigurationProperties(GatewayProperties.class)
class SocketConfiguration implements WebSocketMessageBrokerConfigurer {

    private final GatewayProperties properties;
    private final HandshakeRules handshakeRules;
    private final FramePace framePace;
    private final FrameSizes frameSizes;
    private final FrameTokens frameTokens;
    private final FrameRules frameRules;
    private final Admission admission;
    private final SessionRegistry sessions;
    private final EventStream stream;
    private final SharedBrokerLink brokerLink;
    private final InboundWatch inboundWatch;
    private final FrameDecoder frameDecoder;
    private final LimitCounters counters;
    private final JettyUpgrade upgrade;

    SocketConfiguration(
            GatewayProperties properties,
            HandshakeRules handshakeRules,
            FramePace framePace,
            FrameSizes frameSizes,
            FrameTokens frameTokens,
            FrameRules frameRules,
            Admission admission,
            SessionRegistry sessions,
            EventStream stream,
            SharedBrokerLink brokerLink,
            InboundWatch inboundWatch,
            FrameDecoder frameDecoder,
            LimitCounters counters) {
        this.properties = properties;
        this.handshakeRules = handshakeRules;
        this.framePace = framePace;
        this.frameSizes = frameSizes;
        this.frameTokens = frameTokens;
        this.frameRules = frameRules;
        this.admission = admission;
        this.sessions = sessions;
        this.stream = stream;
        this.brokerLink = brokerLink;
        this.inboundWatch = inboundWatch;
        this.frameDecoder = frameDecoder;
        this.counters = counters;
        this.upgrade = new JettyUpgrade(properties);
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setErrorHandler(
                new StompErrors(sessions, counters, properties.maxMessageSize().toBytes()));
        registry.setOrder(-1); // before WrongPathController, which takes what this does not
        registry.addEndpoint(HandshakeRules.PATH + "{organizationId}")
                .setHandshakeHandler(new Handshake(upgrade))
                .setAllowedOriginPatterns("*") // the room security has looked at the origin already
                .addInterceptors(handshakeRules);
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableStompBrokerRelay("/topic").setTcpClient(brokerLink);
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        int maxMessage = (int) properties.maxMessageSize().toBytes();
        registration.setMessageSizeLimit(maxMessage);
        // The sweep looks after sessions that say nothing; Spring's own check would close plain ones, which never do.
        registration.setTimeToFirstMessage(Integer.MAX_VALUE);
        registration.addDecoratorFactory(this::decorate);
    }

    private WebSocketHandler decorate(WebSocketHandler handler) {
        return new ClientSessionHandler(handler, sessions, stream, admission, inboundWatch, frameDecoder);
    }

    // Everything behind these channels is non-blocking, so the thread that read a frame also answers it: in order.
    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.executor(new SyncTaskExecutor());
        registration.interceptors(framePace, frameSizes, frameTokens, new AuthorizationChannelInterceptor(frameRules));
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.executor(new SyncTaskExecutor());
    }

    @Bean
    HandshakeShortcut handshakeShortcut(
            ConnectGate gate, RequestGuard guard, @Qualifier("subProtocolWebSocketHandler") WebSocketHandler sessions) {
        return new HandshakeShortcut(
                gate, guard, handshakeRules, upgrade, new ExceptionWebSocketHandlerDecorator(decorate(sessions)));
    }

    // Behind the filter that knows whom a proxy speaks for, before that which observes requests: a session has metrics
    // of its own. Not made before the first request, since filters are made before all else.
    @Bean
    static DelegatingFilterProxyRegistrationBean handshakeShortcutRegistration() {
        var registration = new DelegatingFilterProxyRegistrationBean("handshakeShortcut");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    /** Clients without a sub-protocol, or with that of plain JSON, get bare JSON; Spring would take them for STOMP clients. */
    @Bean
    static SmartInitializingSingleton plainJsonByDefault(
            WebSocketHandler subProtocolWebSocketHandler,
            SessionRegistry sessions,
            Admission admission,
            FrameDecoder frameDecoder) {
        return () -> {
            var handler = (SubProtocolWebSocketHandler) WebSocketHandlerDecorator.unwrap(subProtocolWebSocketHandler);
            handler.getProtocolHandlers().forEach(protocol -> use(frameDecoder, protocol));
            PlainJsonProtocol plainJson = new PlainJsonProtocol(sessions, admission);
            handler.addProtocolHandler(plainJson);
            handler.setDefaultProtocolHandler(plainJson);
        };
    }

    private static void use(FrameDecoder decoder, SubProtocolHandler protocol) {
        if (protocol instanceof StompSubProtocolHandler stomp) {
            decoder.setHeaderInitializer(stomp.getHeaderInitializer());
            stomp.setDecoder(decoder);
        }
    }

    /** Leaves the session without a principal: its caller is kept in a smaller form, and changes with each token. */
    private static final class Handshake extends DefaultHandshakeHandler {

        Handshake(JettyUpgrade upgrade) {
            super(upgrade);
        }

        /** Spring's own choice goes by names in lower case; the rules of the handshake and the session do not. */
        @Override
        protected @Nullable String selectProtocol(List<String> offered, WebSocketHandler handler) {
            return Subprotocols.chosen(offered).orElse(null);
        }

        @Override
        protected @Nullable Principal determineUser(
                ServerHttpRequest request, WebSocketHandler handler, Map<String, Object> attributes) {
            return null;
        }
    }

    /** Our metrics say the same and more; Spring's half-hourly log line goes. */
    @Bean
    static SmartInitializingSingleton noStatsLogging(@Nullable WebSocketMessageBrokerStats stats) {
        return () -> {
            if (stats != null) {
                stats.setLoggingPeriod(0);
            }
        };
    }
}
