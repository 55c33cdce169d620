package com.pfavanguard.sync.security;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the token from an {@code Authorization} header of HTTP or STOMP (RFC 6750, section 2.1). */
public final class BearerToken {

    // A tab too, since some proxies replace the space by one.
    private static final Pattern BEARER = Pattern.compile("(?i)bearer[ \\t]+(.*)");

    private BearerToken() {}

    /** The token; empty if the header has another scheme. */
    public static Optional<String> in(String authorization) {
        Matcher bearer = BEARER.matcher(authorization.strip());
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }
}
