package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.broker.BrokerUsers;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Defines the options for the login at a broker. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before anyone reads them
final class BrokerLoginOptions {

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = {"User name. Default: SYNC_BROKER_USER, or for a broker on this machine \"producer\"."})
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            arity = "0..1",
            interactive = true,
            prompt = "Password: ",
            description = {
                "Password of that user. Without TEXT the command asks for it. That and the variable"
                        + " SYNC_BROKER_PASSWORD keep it out of the process list."
            })
    private @Nullable String password;

    @Option(
            names = "--data-directory",
            paramLabel = "DIR",
            defaultValue = "data/broker",
            description = {
                "Directory where the embedded broker keeps the password of \"producer\". Default:"
                        + " SYNC_BROKER_EMBEDDED_DATADIRECTORY, or data/broker."
            })
    private Path dataDirectory;

    /** @throws IllegalArgumentException if the URL is not a broker URL, or if a password belongs to no user */
    BrokerAddress address(String url, UnaryOperator<@Nullable String> environment) {
        BrokerAddress anonymous = new BrokerAddress(url, PublisherLogin.NONE);
        String known = isGiven(password) ? password : environment.apply("SYNC_BROKER_PASSWORD");
        if (isGiven(user)) {
            return new BrokerAddress(url, PublisherLogin.given(user, known));
        }
        if (anonymous.isHere()) {
            return new BrokerAddress(
                    url,
                    isGiven(known)
                            ? PublisherLogin.given(BrokerUsers.PRODUCER, known)
                            : PublisherLogin.found(dataDirectory, environment));
        }
        // Never send the password of the embedded broker to a broker on another machine.
        if (isGiven(known)) {
            throw new IllegalArgumentException("A password is given (--password or SYNC_BROKER_PASSWORD), but no user."
                    + " For a broker on another machine add --user, or set SYNC_BROKER_USER");
        }
        return anonymous;
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
