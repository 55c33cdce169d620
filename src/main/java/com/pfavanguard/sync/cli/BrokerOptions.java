package com.pfavanguard.sync.cli;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
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

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:SYNC_BROKER_USER}",
            description = {
                "User name. Default: SYNC_BROKER_USER, or on this machine the user \"producer\" of the embedded broker."
            })
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            arity = "0..1",
            interactive = true,
            prompt = "Password: ",
            description = {
                "Its password. Without TEXT it is asked for, and stays out of the process list; so does"
                        + " SYNC_BROKER_PASSWORD."
            })
    private @Nullable String password;

    @Option(
            names = "--data-directory",
            paramLabel = "DIR",
            defaultValue = "${env:SYNC_BROKER_EMBEDDED_DATADIRECTORY:-data/broker}",
            description = {
                "Where the embedded broker keeps the password of \"producer\"; default data/broker, or"
                        + " SYNC_BROKER_EMBEDDED_DATADIRECTORY."
            })
    private Path dataDirectory;

    /**
     * @throws IllegalArgumentException if the URL cannot be one of a broker
     * @throws CommandFailedException if the password lies where it cannot be read
     */
    BrokerAddress address() {
        return address(System::getenv);
    }

    BrokerAddress address(UnaryOperator<@Nullable String> environment) {
        BrokerAddress anybody = new BrokerAddress(url, PublisherLogin.NONE);
        if (isGiven(user) || isGiven(password)) {
            String shown = isGiven(password) ? password : environment.apply("SYNC_BROKER_PASSWORD");
            return new BrokerAddress(url, PublisherLogin.given(user, shown));
        }
        // A password of this machine's broker is nobody else's business.
        return anybody.isHere() ? new BrokerAddress(url, PublisherLogin.found(dataDirectory, environment)) : anybody;
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
