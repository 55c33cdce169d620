package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.jetty.JettyUpgrade;
import com.pfavanguard.sync.gateway.session.Subprotocols;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.RequestGuard;
import com.pfavanguard.sync.web.UnreadableAddress;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.ExceptionWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Registers the WebSocket endpoint and the {@link HandshakeShortcut} that serves most of its handshakes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class HandshakeConfiguration implements WebSocketMessageBrokerConfigurer {

    private final HandshakeRulesInterceptor interceptor;
    private final JettyUpgrade upgrade;

    HandshakeConfiguration(
            HandshakeRulesInterceptor interceptor, GatewayProperties properties, CompressionProperties compression) {
        this.interceptor = interceptor;
        this.upgrade = new JettyUpgrade(properties, compression);
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setOrder(-1); // before WrongPathController, which answers all other paths below it
        registry.addEndpoint(SyncEndpoint.PATH + "{organizationId}")
                .setHandshakeHandler(new Handshake(upgrade))
                .setAllowedOriginPatterns("*") // OriginFilter has checked it
                .addInterceptors(interceptor);
    }

    @Bean
    HandshakeShortcut handshakeShortcut(
            ConnectGate gate,
            RequestGuard guard,
            HandshakeRules rules,
            WebSocketHandlerDecoratorFactory clientSessions,
            @Qualifier("subProtocolWebSocketHandler") WebSocketHandler sessions) {
        return new HandshakeShortcut(
                gate, guard, rules, upgrade, new ExceptionWebSocketHandlerDecorator(clientSessions.decorate(sessions)));
    }

    // Runs after the filter that finds out the client behind a proxy, and before the one that records request metrics:
    // sessions have their own metrics. Delegating, because filters are created before the beans that this one needs.
    @Bean
    static DelegatingFilterProxyRegistrationBean handshakeShortcutRegistration() {
        var registration = new DelegatingFilterProxyRegistrationBean("handshakeShortcut");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    static UnreadableAddress unreadableOrganization() {
        return path -> path.startsWith(SyncEndpoint.PATH)
                ? Optional.of(HandshakeProblems.invalidOrganization().detail())
                : Optional.empty();
    }

    /** Sets no principal: the session keeps its caller in a smaller form, and replaces it when the token is renewed. */
    private static final class Handshake extends DefaultHandshakeHandler {

        Handshake(JettyUpgrade upgrade) {
            super(upgrade);
        }

        /** Compares case-sensitively, as the handshake rules and the session do; Spring ignores case. */
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
}
