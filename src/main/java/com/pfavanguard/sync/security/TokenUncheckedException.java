package com.pfavanguard.sync.security;

/**
 * A token whose key is unknown here, while its issuer cannot be asked at once. It may have been made up, so to a
 * stranger it is not valid; a caller who is known already may hold one of a new key, and is to try again.
 */
public class TokenUncheckedException extends TokenRefusedException {

    public TokenUncheckedException(Throwable cause) {
        super(Denial.INVALID_TOKEN, Denial.INVALID_TOKEN.text(), cause);
    }
}
