package com.pfavanguard.sync.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is and how to log in there. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before anyone reads them
final class BrokerOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "tcp://localhost:61616",
            description = "The broker; default ${DEFAULT-VALUE}")
    private String url;

    @Option(names = "--user", paramLabel = "NAME", description = "User name, where the broker asks for one.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            arity = "0..1",
            interactive = true,
            prompt = "Password: ",
            description = "Its password. Without TEXT it is asked for, and stays out of the process list.")
    private @Nullable String password;

    /** @throws IllegalArgumentException if the URL cannot be one of a broker */
    BrokerAddress address() {
        return new BrokerAddress(url, user, password);
    }
}
