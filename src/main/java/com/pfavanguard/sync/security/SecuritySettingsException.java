package com.pfavanguard.sync.security;

/** Thrown for settings with which the process must not start. Tells what to set instead; shown without a stack trace. */
public class SecuritySettingsException extends RuntimeException {

    private final String action;

    public SecuritySettingsException(String description, String action) {
        super(description);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
