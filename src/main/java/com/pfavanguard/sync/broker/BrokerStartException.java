package com.pfavanguard.sync.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker or its console could not start, with what to do about it; shown without a stack trace when the start fails. */
public class BrokerStartException extends RuntimeException {

    private final String action;

    public BrokerStartException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
