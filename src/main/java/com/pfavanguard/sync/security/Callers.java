package com.pfavanguard.sync.security;

/** Tells who sent the request the current thread is answering. */
public interface Callers {

    /** @throws TokenRefusedException if nobody did, and somebody must */
    Caller current();
}
