package com.pfavanguard.sync.web;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Sets up the server at {@code management.server.port} like the one for clients: without it that port has neither the
 * limits for slow requests nor problem JSON. Boot finds it by its name in META-INF/spring. It has no annotation that
 * makes it a component, or the application would find it too and set up its own server twice.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementServerSettings {

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> managementJettySettings(JettyServerSettings settings) {
        return settings;
    }
}
