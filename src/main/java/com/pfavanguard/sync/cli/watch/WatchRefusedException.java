package com.pfavanguard.sync.cli.watch;

/** The gateway wants no more of this client; coming back the same way cannot help. The message says why. */
public final class WatchRefusedException extends Exception {

    WatchRefusedException(String message) {
        super(message);
    }

    WatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
