package com.pfavanguard.sync.broker;

import org.jspecify.annotations.Nullable;

/**
 * Reports that the embedded broker or its console could not start, and what to do. Boot shows it without a stack
 * trace.
 */
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
