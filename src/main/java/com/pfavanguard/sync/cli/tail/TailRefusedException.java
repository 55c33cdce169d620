package com.pfavanguard.sync.cli.tail;

/** Reports that the gateway refuses this client, and that a reconnect cannot help. The message says why. */
public final class TailRefusedException extends Exception {

    TailRefusedException(String message) {
        super(message);
    }
}
