package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.web.LoopbackNames;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says from which addresses keys may be fetched: by HTTPS, and by plain HTTP from this machine. Whoever sits between the
 * gateway and a plain address could answer with keys of its own and sign tokens for every organization.
 *
 * @param allowPlainHttp whether plain HTTP from other machines is good too
 */
record KeyAddresses(boolean allowPlainHttp) {

    static final String NO_WEB_ADDRESS = "is not a web address";

    private static final String PLAIN = "is plain HTTP, so others could replace the keys on their way";

    /** Why keys must not be fetched from the address, as the end of a sentence; empty if they may be. */
    Optional<String> objection(URI address) {
        String scheme = scheme(address);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of(NO_WEB_ADDRESS);
        }
        return scheme.equals("https") || allowPlainHttp || isLoopback(address.getHost())
                ? Optional.empty()
                : Optional.of(PLAIN);
    }

    /** Likewise of the address a redirect leads to. From HTTPS to plain HTTP is never followed, whatever is allowed. */
    Optional<String> objectionToRedirect(URI from, URI to) {
        return scheme(from).equals("https") && scheme(to).equals("http") ? Optional.of(PLAIN) : objection(to);
    }

    private static String scheme(URI address) {
        return address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && LoopbackNames.isLoopback(host.toLowerCase(Locale.ROOT));
    }
}
