package com.pfavanguard.sync;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says which settings move the web port when somebody else has it, which Boot's own analyzer leaves to the reader. Named
 * in spring.factories.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WebPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    private final Environment environment;

    WebPortInUseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    /** {@code null} leaves a port that is not ours to name, such as {@code management.server.port}, to Boot. */
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        int port = cause.getPort();
        if (!String.valueOf(port).equals(environment.getProperty("server.port"))) {
            return null;
        }
        return new FailureAnalysis(
                "The web server cannot listen on port " + port + ": something else already does.",
                "Stop what uses port %d, or choose another one with the environment variable PORT or the property server.port, as in PORT=%d."
                        .formatted(port, port + 1),
                cause);
    }
}
