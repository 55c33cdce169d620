package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.broker.BrokerUsers;
import com.pfavanguard.sync.broker.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes.
 *
 * @param user {@code null} for nobody
 * @param hint what to look at when the broker does not like it
 */
record PublisherLogin(@Nullable String user, @Nullable String password, String hint) {

    private static final String OPTIONS = "--user and --password?";
    private static final String SETTING = "SYNC_BROKER_EMBEDDED_PRODUCERPASSWORD";

    static final PublisherLogin NONE = new PublisherLogin(null, null, OPTIONS);

    static PublisherLogin given(@Nullable String user, @Nullable String password) {
        return new PublisherLogin(user, password, OPTIONS);
    }

    /** What the embedded broker of this machine takes: the password it was given, or the one it has made up. */
    static PublisherLogin found(Path dataDirectory, UnaryOperator<@Nullable String> environment) {
        String set = environment.apply(SETTING);
        if (set != null && !set.isBlank()) {
            return new PublisherLogin(BrokerUsers.PRODUCER, set, "the password is that of " + SETTING);
        }
        UsersFile file = UsersFile.in(dataDirectory);
        try {
            return file.password(BrokerUsers.PRODUCER)
                    .map(kept -> new PublisherLogin(
                            BrokerUsers.PRODUCER,
                            kept,
                            "the password is that in %s; --data-directory?".formatted(file)))
                    .orElseGet(() -> new PublisherLogin(
                            null,
                            null,
                            "there is no password in %s; --data-directory, or --user and --password?".formatted(file)));
        } catch (IOException e) {
            throw new CommandFailedException(
                    "the password in %s cannot be read: %s; only the gateway's own user may; or --user and --password"
                            .formatted(file, e),
                    e);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(user);
    }
}
