package com.pfavanguard.sync.pems.standin;

/** The stand-in PEMS could not start, usually because another process uses its port. */
public final class StandInStartException extends RuntimeException {

    private final int port;

    StandInStartException(int port, Throwable cause) {
        super(
                "The stand-in PEMS cannot listen on port " + port + " of the loopback address: " + cause.getMessage(),
                cause);
        this.port = port;
    }

    int port() {
        return port;
    }
}
