package com.pfavanguard.sync.security.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Downloads an issuer's documents with bounds on time, size and redirects. Follows redirects itself and checks each
 * address with {@link KeyAddresses}; {@link HttpURLConnection} would follow one from this machine to any other.
 */
final class KeyDownload {

    private static final int TIMEOUT_MS = 3_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MOST_REDIRECTS = 5;

    private final KeyAddresses addresses;

    KeyDownload(KeyAddresses addresses) {
        this.addresses = addresses;
    }

    /** @throws IOException if the download fails or exceeds a bound, or a redirect leads to a forbidden address */
    String text(URI address) throws IOException {
        URI current = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpURLConnection connection = (HttpURLConnection) current.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try {
                int status = connection.getResponseCode();
                if (status / 100 == 2) {
                    return body(connection);
                }
                current = redirected(current, status, connection.getHeaderField("Location"));
            } finally {
                connection.disconnect();
            }
        }
        throw new IOException(address + " redirects more than " + MOST_REDIRECTS + " times");
    }

    private URI redirected(URI from, int status, @Nullable String location) throws IOException {
        if (status / 100 != 3 || location == null) {
            throw new IOException("HTTP " + status + " from " + from);
        }
        try {
            URI to = from.resolve(new URI(location));
            Optional<String> objection = addresses.objectionToRedirect(from, to);
            if (objection.isPresent()) {
                throw new IOException("the redirect from " + from + " leads to an address that " + objection.get());
            }
            return to;
        } catch (URISyntaxException e) {
            throw new IOException("the redirect from " + from + " leads to no valid address", e);
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the answer is too long, more than " + MAX_BYTES / 1024 + " KB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
