package com.pfavanguard.sync.cli;

/** Reports that a command failed. The message is the one line that the user reads: what was wrong and what to do. */
final class CommandFailedException extends RuntimeException {

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
