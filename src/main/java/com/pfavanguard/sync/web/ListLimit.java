package com.pfavanguard.sync.web;

import org.jspecify.annotations.Nullable;

/** Bounds the lists that administrators ask for: a process with ten thousand sessions must not write them all out. */
public final class ListLimit {

    public static final int DEFAULT = 100;
    public static final int MOST = 1_000;

    private ListLimit() {}

    /**
     * Reads the parameter {@code limit}.
     *
     * @param limit {@code null} for {@value #DEFAULT}
     * @throws org.springframework.web.ErrorResponseException with 400 unless it is a number from 1 to {@value #MOST}
     */
    public static int of(@Nullable String limit) {
        if (limit == null) {
            return DEFAULT;
        }
        // Four digits at most, so it fits into an int.
        if (limit.matches("[1-9]\\d{0,3}") && Integer.parseInt(limit) <= MOST) {
            return Integer.parseInt(limit);
        }
        throw Problem.invalid("limit must be a whole number from 1 to " + MOST + "; leave it out for " + DEFAULT)
                .toException();
    }
}
