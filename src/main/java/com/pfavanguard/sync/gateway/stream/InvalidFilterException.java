package com.pfavanguard.sync.gateway.stream;

/** Says what is wrong with what a client asks for when it subscribes. */
public final class InvalidFilterException extends Exception {

    private final String detail;

    public InvalidFilterException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is wrong and what to do, for the client. */
    public String detail() {
        return detail;
    }
}
