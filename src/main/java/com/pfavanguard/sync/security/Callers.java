package com.pfavanguard.sync.security;

/** Tells who sent the request the current thread is answering. */
public interface Callers {

    Caller current();
}
