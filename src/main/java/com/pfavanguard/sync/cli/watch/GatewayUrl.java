package com.pfavanguard.sync.cli.watch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway is.
 *
 * @param uri scheme ws or wss, a host, perhaps a path below which a proxy puts the gateway; no trailing slash
 */
public record GatewayUrl(URI uri) {

    private static final Map<String, String> SCHEMES = Map.of("ws", "ws", "http", "ws", "wss", "wss", "https", "wss");

    /**
     * A gateway's address the way people write it.
     *
     * @throws IllegalArgumentException if it is something else
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

    /** The same place for requests that are no handshake: scheme http or https. */
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
        return new IllegalArgumentException("A gateway's address is like ws://localhost:3000 (or wss, http, https)");
    }
}
