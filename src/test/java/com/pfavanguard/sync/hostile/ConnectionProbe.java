package com.pfavanguard.sync.hostile;

import java.util.Arrays;
import org.eclipse.jetty.server.Server;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Counts the web server's connections, upgraded or not. */
final class ConnectionProbe implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    private volatile Server server = new Server();

    /** Adds the probe to a gateway under test. */
    static class Beans {
        @Bean
        static ConnectionProbe connectionProbe() {
            return new ConnectionProbe();
        }
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(started -> server = started);
    }

    int connections() {
        return Arrays.stream(server.getConnectors())
                .mapToInt(connector -> connector.getConnectedEndPoints().size())
                .sum();
    }
}
