package com.pfavanguard.sync.gateway.limits;

/** Refuses a connection that would exceed a limit. */
public final class LimitReachedException extends RuntimeException {

    private final Limit limit;

    LimitReachedException(Limit limit) {
        super(limit.label());
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }

    /** Without a stack trace: there may be thousands a second, and the limit says it all. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
