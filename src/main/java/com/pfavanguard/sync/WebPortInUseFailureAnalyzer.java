package com.pfavanguard.sync;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Tells which settings change the web port when another program already uses it; the text of Boot's own analyzer does
 * not. Registered in spring.factories.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WebPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    private final Environment environment;

    WebPortInUseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    /**
     * Returns {@code null}, which leaves the report to Boot, for any port other than {@code server.port}, such as
     * {@code management.server.port}.
     */
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        int port = cause.getPort();
        if (!String.valueOf(port).equals(environment.getProperty("server.port"))) {
            return null;
        }
        return new FailureAnalysis(
                "The web server cannot listen on port " + port + ": another program already uses it.",
                "Stop the program that uses port %d, or choose another port with the environment variable PORT or the property server.port, for example PORT=%d."
                        .formatted(port, port + 1),
                cause);
    }
}
