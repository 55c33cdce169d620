package com.pfavanguard.sync.cli.demo;

/** Reports that the demo cannot continue. The message is for the user: what was wrong and what to do. */
public final class DemoFailedException extends RuntimeException {

    DemoFailedException(String message) {
        super(message);
    }

    DemoFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
