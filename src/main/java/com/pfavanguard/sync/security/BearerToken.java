package com.pfavanguard.sync.security;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an {@code Authorization} header holds, be it of HTTP or of STOMP (RFC 6750, section 2.1). */
public final class BearerToken {

    // Some proxies make a tab of the blank.
    private static final Pattern BEARER = Pattern.compile("(?i)bearer[ \\t]+(.*)");

    private BearerToken() {}

    /** The token; empty if the header is of another scheme. */
    public static Optional<String> in(String authorization) {
        Matcher bearer = BEARER.matcher(authorization.strip());
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }
}
