package com.pfavanguard.sync.broker;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an admin looks into the embedded broker: its queues, addresses and messages in a browser. A bean of this type
 * is there only while the console is switched on.
 */
public interface BrokerConsole {

    /** The only user there is. */
    String USER = "admin";

    /** What that user may do stands beside this name wherever the broker's roles are listed. */
    String ROLE = "admins";

    /** Where the browser goes. */
    URI uri();

    /**
     * The password that this start made up, to be shown to the admin now, or {@code null} if an earlier start has shown
     * its own. It is kept, as a hash, only from this call on: a start that fails before it has shown the password does
     * not lock anybody out.
     */
    @Nullable String revealNewPassword();

    /**
     * Where the password lies in the clear, for its owner's eyes alone: a new one is put there, if nobody has been shown
     * it. Deleted once somebody has logged in with it; {@code null} then, or if an earlier start has shown it.
     */
    @Nullable Path newPasswordFile();
}
