package com.pfavanguard.sync.gateway.limits;

/** There is no room for one more. */
public final class LimitReachedException extends RuntimeException {

    private final Limit limit;

    LimitReachedException(Limit limit) {
        super(limit.label());
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }

    /** Thousands a second perhaps; nobody reads their stacks. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
