package com.pfavanguard.sync.cli.watch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the address of a gateway.
 *
 * @param uri scheme ws or wss, a host, and the path if a proxy puts the gateway below one; without a trailing slash
 */
public record GatewayUrl(URI uri) {

    private static final Map<String, String> SCHEMES = Map.of("ws", "ws", "http", "ws", "wss", "wss", "https", "wss");

    /**
     * Parses an address as people write it.
     *
     * @throws IllegalArgumentException if it is not the address of a gateway
     */
    public static GatewayUrl of(String url) {
        try {
            URI uri = new URI(url);
            String scheme = scheme(uri);
            if (scheme == null || uri.getHost() == null || hasMoreThanAPlace(uri)) {
                throw notAGateway();
            }
            return new GatewayUrl(new URI(
                    scheme + "://" + uri.getRawAuthority() + uri.getRawPath().replaceAll("/+$", "")));
        } catch (URISyntaxException e) {
            throw notAGateway();
        }
    }

    /** Returns the same address with scheme http or https, for requests other than the handshake. */
    public URI http() {
        return URI.create("http" + uri.toString().substring("ws".length()));
    }

    private static @Nullable String scheme(URI uri) {
        return uri.getScheme() == null ? null : SCHEMES.get(uri.getScheme().toLowerCase(Locale.ROOT));
    }

    private static boolean hasMoreThanAPlace(URI uri) {
        return uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
    }

    private static IllegalArgumentException notAGateway() {
        return new IllegalArgumentException(
                "The address of a gateway must look like ws://localhost:3000 (or wss, http, https)");
    }
}
