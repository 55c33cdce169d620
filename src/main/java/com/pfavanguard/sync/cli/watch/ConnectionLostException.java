package com.pfavanguard.sync.cli.watch;

/**
 * Reports that the connection ended or could not be opened, and that a reconnect can help. The message is half a line.
 */
final class ConnectionLostException extends Exception {

    ConnectionLostException(String message) {
        super(message);
    }

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
