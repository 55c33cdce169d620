package com.pfavanguard.sync.security;

import org.jspecify.annotations.Nullable;

/** Normalizes ids and names of users, so that logs and messages spell them alike and they cannot forge log lines. */
public final class UserIds {

    public static final int MAX_LENGTH = 200;

    private UserIds() {}

    /** The text without surrounding blanks, control characters and line breaks replaced; {@code null} if it is blank. */
    public static @Nullable String normalized(String text) {
        return text.isBlank() ? null : text.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]", "?");
    }
}
