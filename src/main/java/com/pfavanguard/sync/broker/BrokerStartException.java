package com.pfavanguard.sync.broker;

/** The embedded broker could not start, with what to do about it; shown without a stack trace when the start fails. */
public class BrokerStartException extends RuntimeException {

    private final String action;

    BrokerStartException(String description, String action, Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
