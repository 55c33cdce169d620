package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reports that the connection ended or could not be opened, and that a reconnect can help. The message is half a line.
 */
final class ConnectionLostException extends Exception {

    private final @Nullable Duration ownWait;

    ConnectionLostException(String message) {
        this(message, (Duration) null);
    }

    /** @param ownWait the wait that the gateway has chosen for this client, if it has */
    ConnectionLostException(String message, @Nullable Duration ownWait) {
        super(message);
        this.ownWait = ownWait;
    }

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
        this.ownWait = null;
    }

    /** Returns the pause to make instead of the usual one; {@code null} for the usual one. */
    @Nullable Duration ownWait() {
        return ownWait;
    }
}
