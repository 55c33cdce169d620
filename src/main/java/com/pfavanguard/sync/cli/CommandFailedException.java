package com.pfavanguard.sync.cli;

/** A command could not do what it was asked; the message is the one line its user reads, with what to do about it. */
final class CommandFailedException extends RuntimeException {

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
