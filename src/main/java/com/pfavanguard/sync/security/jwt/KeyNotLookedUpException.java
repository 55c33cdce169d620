package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;

/** A key nobody knows, and the issuer could not be asked for it just now: it may be a new one. */
final class KeyNotLookedUpException extends KeySourceException {

    private static final long serialVersionUID = 1L;

    KeyNotLookedUpException() {
        super("The key is unknown, and the issuer was not asked for it just now");
    }

    /** Anybody can make up a key; nobody reads its stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
