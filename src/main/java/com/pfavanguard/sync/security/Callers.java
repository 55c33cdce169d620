package com.pfavanguard.sync.security;

import java.util.Optional;

/** Tells who sent the request the current thread is answering. */
public interface Callers {

    /** Empty if nobody did who is known. */
    Optional<Caller> known();

    /** @throws TokenRefusedException if nobody did who is known */
    default Caller current() {
        return known().orElseThrow(() -> new TokenRefusedException(Denial.UNAUTHORIZED));
    }
}
