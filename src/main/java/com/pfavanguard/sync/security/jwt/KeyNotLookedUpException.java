package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;

/** Thrown for an unknown key when the issuer was not asked for new ones; the key may be new. */
final class KeyNotLookedUpException extends KeySourceException {

    private static final long serialVersionUID = 1L;

    KeyNotLookedUpException() {
        super("The key is unknown, and the issuer was not asked for new keys");
    }

    /** Skipped, since any client can cause this exception and its stack trace is not logged. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
