package com.pfavanguard.sync.broker;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Shows an admin the embedded broker's queues, addresses and messages in a browser. A bean of this type exists only
 * while the console is enabled.
 */
public interface BrokerConsole {

    /** Name of the console's only user. */
    String USER = "admin";

    /** Role of that user, as the broker's list of permissions names it. */
    String ROLE = "admins";

    /** Address to open in a browser. */
    URI uri();

    /**
     * Returns the password that this start generated, to be shown to the admin now, or {@code null} if an earlier
     * start has shown its own. Its hash is stored only from this call on, so a start that fails before it has shown
     * the password does not lock the admin out.
     */
    @Nullable String revealNewPassword();

    /**
     * Returns the file that holds the password in plain text, readable by its owner alone. A new password is written
     * there if it has not been shown yet, and deleted after the first login with it. {@code null} once it is deleted,
     * or if an earlier start has shown it.
     */
    @Nullable Path newPasswordFile();
}
