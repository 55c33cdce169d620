package com.pfavanguard.sync.broker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Knows as whom this process logs in at the broker. Asked for each new connection. Safe for any thread. */
public interface BrokerLogin {

    /** Logs in without a user name. */
    BrokerLogin NONE = () -> new Credentials(null, null);

    /** @throws IOException if they cannot be read; the message says what to do */
    Credentials credentials() throws IOException;

    /**
     * A user name and its password.
     *
     * @param login {@code null} to log in without a user name
     */
    record Credentials(@Nullable String login, @Nullable String passcode) {

        @Override
        public String toString() {
            return String.valueOf(login);
        }
    }
}
