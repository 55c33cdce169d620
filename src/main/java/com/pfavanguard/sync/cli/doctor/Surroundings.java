package com.pfavanguard.sync.cli.doctor;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/**
 * What the checks share beside the settings.
 *
 * @param clock this machine's clock
 * @param token for the gateway that may run; {@code null} if there is none
 */
record Surroundings(Clock clock, @Nullable String token) {

    /** Returns the gateway that runs where the settings say. */
    Optional<RunningGateway> gateway(Setup setup) throws InterruptedException {
        int management = setup.number("management.server.port", 0);
        int port = management > 0 ? management : setup.number("server.port", 8080);
        String address = setup.text(management > 0 ? "management.server.address" : "server.address", "127.0.0.1");
        String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        boolean encrypted = management <= 0
                && setup.find(ServerProperties.class)
                        .map(ServerProperties::getSsl)
                        .map(ssl -> ssl.isEnabled())
                        .orElse(false);
        if (port == 0) {
            return Optional.empty();
        }
        return RunningGateway.find(
                URI.create((encrypted ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + port),
                token);
    }
}
