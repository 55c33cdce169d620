package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.broker.BrokerUsers;
import com.pfavanguard.sync.broker.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the user name and password for publishing.
 *
 * @param user {@code null} to log in without a user
 * @param hint what to check if the broker refuses the login
 */
record PublisherLogin(@Nullable String user, @Nullable String password, String hint) {

    private static final String OPTIONS = "check --user and --password";
    private static final String SETTING = "SYNC_BROKER_EMBEDDED_PRODUCERPASSWORD";

    static final PublisherLogin NONE = new PublisherLogin(null, null, OPTIONS);

    static PublisherLogin given(@Nullable String user, @Nullable String password) {
        return new PublisherLogin(user, password, OPTIONS);
    }

    /**
     * Finds the login for the embedded broker of this machine: the password from the setting, or the one that the
     * broker generated.
     */
    static PublisherLogin found(Path dataDirectory, UnaryOperator<@Nullable String> environment) {
        String set = environment.apply(SETTING);
        if (set != null && !set.isBlank()) {
            return new PublisherLogin(BrokerUsers.PRODUCER, set, "the password came from " + SETTING);
        }
        UsersFile file = UsersFile.in(dataDirectory);
        try {
            return file.password(BrokerUsers.PRODUCER)
                    .map(kept -> new PublisherLogin(
                            BrokerUsers.PRODUCER,
                            kept,
                            "the password came from %s; check --data-directory".formatted(file)))
                    .orElseGet(() -> new PublisherLogin(
                            null,
                            null,
                            "found no password in %s; check --data-directory, or give --user and --password"
                                    .formatted(file)));
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read the password in %s: %s; run the command as the user of the gateway, or give --user and --password"
                            .formatted(file, e),
                    e);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(user);
    }
}
