package com.pfavanguard.sync.cli.watch;

/** The connection is gone or could not be made; coming back can help. The message says what happened, in half a line. */
final class ConnectionLostException extends Exception {

    ConnectionLostException(String message) {
        super(message);
    }

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
