package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.web.LoopbackNames;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides from which addresses keys may be fetched: by HTTPS, and by plain HTTP from this machine. Over plain HTTP an
 * attacker on the network could answer with other keys and then sign tokens for every organization.
 *
 * @param allowPlainHttp whether plain HTTP from other machines is allowed too
 */
record KeyAddresses(boolean allowPlainHttp) {

    static final String NO_WEB_ADDRESS = "is not an http or https URL";

    private static final String PLAIN = "is plain HTTP, so an attacker on the network could replace the keys";

    /** Why keys must not be fetched from the address, as the end of a sentence; empty if they may. */
    Optional<String> objection(URI address) {
        String scheme = scheme(address);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of(NO_WEB_ADDRESS);
        }
        return scheme.equals("https") || allowPlainHttp || isLoopback(address.getHost())
                ? Optional.empty()
                : Optional.of(PLAIN);
    }

    /** Like {@link #objection}, for the target of a redirect. Never allows one from HTTPS to plain HTTP. */
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
