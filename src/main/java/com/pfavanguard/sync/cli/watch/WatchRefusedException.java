package com.pfavanguard.sync.cli.watch;

/** Reports that the gateway refuses this client, and that a reconnect cannot help. The message says why. */
public final class WatchRefusedException extends Exception {

    public WatchRefusedException(String message) {
        super(message);
    }

    WatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
