package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Puts {@link InboundFrames} in front of Spring's relay, and {@link StompErrors} in place of Spring's ERROR frames. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class InboundConfiguration implements WebSocketMessageBrokerConfigurer {

    private final InboundFrames frames;
    private final StompErrors errors;

    InboundConfiguration(InboundFrames frames, StompErrors errors) {
        this.frames = frames;
        this.errors = errors;
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setErrorHandler(errors);
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(frames);
    }
}
