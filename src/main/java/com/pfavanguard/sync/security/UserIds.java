package com.pfavanguard.sync.security;

import org.jspecify.annotations.Nullable;

/** How the ids and names of users are spelled in here, wherever they came from. They go into logs and into messages. */
public final class UserIds {

    public static final int MAX_LENGTH = 200;

    private UserIds() {}

    /** Without blanks around it and characters that would end a line; {@code null} if nothing is left. */
    public static @Nullable String normalized(String text) {
        return text.isBlank() ? null : text.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]", "?");
    }
}
