package com.pfavanguard.sync.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** A token that is not good. The message is meant for whoever sent it; it holds no part of the token. */
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

    /** Part of every day's work; nobody reads its stack. */
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
