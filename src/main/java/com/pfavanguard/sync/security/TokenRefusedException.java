package com.pfavanguard.sync.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** Thrown for a token that is not valid. The message is for its sender and contains no part of the token. */
public class TokenRefusedException extends AuthenticationException {

    private final Denial denial;

    public TokenRefusedException(Denial denial) {
        this(denial, denial.text(), null);
    }

    public TokenRefusedException(Denial denial, String detail, @Nullable Throwable cause) {
        super(detail);
        this.denial = denial;
        if (cause != null) {
            initCause(cause);
        }
    }

    /** Skipped, since refusals are frequent and their stack traces are not logged. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    public Denial denial() {
        return denial;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
