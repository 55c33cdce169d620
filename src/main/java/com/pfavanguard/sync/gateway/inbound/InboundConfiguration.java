package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Puts the checks of clients' STOMP frames in front of Spring's relay, in the order in which they run. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class InboundConfiguration implements WebSocketMessageBrokerConfigurer {

    private final FramePace framePace;
    private final FrameSizes frameSizes;
    private final FrameTokens frameTokens;
    private final FrameRules frameRules;
    private final StompErrors errors;

    InboundConfiguration(
            FramePace framePace,
            FrameSizes frameSizes,
            FrameTokens frameTokens,
            FrameRules frameRules,
            StompErrors errors) {
        this.framePace = framePace;
        this.frameSizes = frameSizes;
        this.frameTokens = frameTokens;
        this.frameRules = frameRules;
        this.errors = errors;
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setErrorHandler(errors);
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(framePace, frameSizes, frameTokens, new AuthorizationChannelInterceptor(frameRules));
    }
}
