package com.pfavanguard.sync.cli;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Defines the options that name the broker and the login. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before anyone reads them
final class BrokerOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "tcp://localhost:61616",
            description = "URL of the broker; default ${DEFAULT-VALUE}")
    private String url;

    @Mixin
    private BrokerLoginOptions login;

    /**
     * @throws IllegalArgumentException if the URL is not a broker URL
     * @throws CommandFailedException if the file with the password exists but cannot be read
     */
    BrokerAddress address() {
        return address(CommandEnvironment::variable);
    }

    BrokerAddress address(UnaryOperator<@Nullable String> environment) {
        return login.address(url, environment);
    }
}
