package com.pfavanguard.sync.benchmark.peer;

import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Spring's STOMP over WebSocket on Jetty, as its manual sets it up; which broker is behind it another configurer says.
 * Not annotated as a component, or the gateway's own component scan would find it in tests.
 */
@EnableWebSocketMessageBroker
@ImportAutoConfiguration({
    JettyServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
class SpringPeer implements WebSocketMessageBrokerConfigurer {

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint(Peers.PATH + "{organizationId}").setAllowedOriginPatterns("*");
    }

    /** Without any of the gateway's settings, which lie on the same class path. */
    static ConfigurableApplicationContext run(Class<? extends WebSocketMessageBrokerConfigurer> broker, int port) {
        return new SpringApplicationBuilder(SpringPeer.class, broker)
                .web(WebApplicationType.SERVLET)
                .properties(Map.of(
                        "spring.config.location",
                        "optional:classpath:/no-settings/",
                        "spring.main.banner-mode",
                        "off",
                        "server.address",
                        "127.0.0.1",
                        "server.port",
                        port))
                .run();
    }
}
