package com.pfavanguard.sync.gateway.stream;

/** Says what is wrong with a client's filter. */
public final class InvalidFilterException extends Exception {

    private final String detail;

    InvalidFilterException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is wrong and what to do, for the client. */
    public String detail() {
        return detail;
    }
}
