package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.jetty.JettyUpgrade;
import com.pfavanguard.sync.gateway.session.ClientSessionDecorator;
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
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Registers the WebSocket endpoint and the {@link HandshakeShortcut} that serves most of its handshakes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class HandshakeConfiguration implements WebSocketMessageBrokerConfigurer {

    private final HandshakeRules rules;
    private final JettyUpgrade upgrade;

    HandshakeConfiguration(HandshakeRules rules, GatewayProperties properties) {
        this.rules = rules;
        this.upgrade = new JettyUpgrade(properties);
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setOrder(-1); // before WrongPathController, which answers every other path below it
        registry.addEndpoint(SyncEndpoint.PATH + "{organizationId}")
                .setHandshakeHandler(new Handshake(upgrade))
                .setAllowedOriginPatterns("*") // OriginFilter, of the room security, has checked it already
                .addInterceptors(rules);
    }

    @Bean
    HandshakeShortcut handshakeShortcut(
            ConnectGate gate,
            RequestGuard guard,
            ClientSessionDecorator decorator,
            @Qualifier("subProtocolWebSocketHandler") WebSocketHandler sessions) {
        return new HandshakeShortcut(
                gate, guard, rules, upgrade, new ExceptionWebSocketHandlerDecorator(decorator.decorate(sessions)));
    }

    // Runs after the filter that knows the client behind a proxy, and before the one that observes requests: sessions
    // have metrics of their own. Created at the first request, since filters are created before all other beans.
    @Bean
    static DelegatingFilterProxyRegistrationBean handshakeShortcutRegistration() {
        var registration = new DelegatingFilterProxyRegistrationBean("handshakeShortcut");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    static UnreadableAddress unreadableOrganization() {
        return path -> path.startsWith(SyncEndpoint.PATH)
                ? Optional.of(HandshakeProblem.invalidOrganization().detail())
                : Optional.empty();
    }

    /** Leaves the session without a principal: the session keeps its caller in a smaller form, and renews it. */
    private static final class Handshake extends DefaultHandshakeHandler {

        Handshake(JettyUpgrade upgrade) {
            super(upgrade);
        }

        /** Spring compares names in lower case; the handshake rules and the session do not. */
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
