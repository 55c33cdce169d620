package com.pfavanguard.sync.security;

/**
 * Thrown for a token signed with an unknown key while the issuer cannot be asked for new keys. The key may be invented,
 * so a new client gets {@link Denial#INVALID_TOKEN}. A client with an open session may hold a token of a new key and is
 * asked to try again.
 */
public class TokenUncheckedException extends TokenRefusedException {

    public TokenUncheckedException(Throwable cause) {
        super(Denial.INVALID_TOKEN, Denial.INVALID_TOKEN.text(), cause);
    }
}
