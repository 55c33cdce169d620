package com.pfavanguard.sync.security;

import java.util.Optional;

/** Finds the caller whose request the current thread processes. */
public interface Callers {

    /** The caller; empty if the request has no token and needs one. */
    Optional<Caller> known();

    /** @throws TokenRefusedException if the request has no token and needs one */
    default Caller current() {
        return known().orElseThrow(() -> new TokenRefusedException(Denial.UNAUTHORIZED));
    }
}
