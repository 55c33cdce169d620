package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Puts the checks of clients' frames in front of Spring's relay: first {@link InboundFrames}, then {@link FrameRules}
 * in Spring Security's interceptor. Also puts {@link StompErrors} in place of Spring's ERROR frames.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class InboundConfiguration implements WebSocketMessageBrokerConfigurer {

    private final InboundFrames frames;
    private final FrameRules rules;
    private final StompErrors errors;

    InboundConfiguration(InboundFrames frames, FrameRules rules, StompErrors errors) {
        this.frames = frames;
        this.rules = rules;
        this.errors = errors;
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setErrorHandler(errors);
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(frames, new AuthorizationChannelInterceptor(rules));
    }
}
