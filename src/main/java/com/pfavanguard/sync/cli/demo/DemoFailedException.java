package com.pfavanguard.sync.cli.demo;

/** The demo cannot go on; the message is what its user reads, with what to do about it. */
public final class DemoFailedException extends RuntimeException {

    DemoFailedException(String message) {
        super(message);
    }

    DemoFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
