package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.pfavanguard.sync.security.SecuritySettingsException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches an issuer's keys from a configured address or from the address that the issuer publishes (OpenID Connect
 * Discovery 1.0, section 4). Asks on first use only, so that an unreachable issuer does not prevent the start.
 */
final class Issuer implements PublishedKeys.Fetch {

    private static final String ALLOW_PLAIN_HTTP = "sync.security.jwt.allow-plain-http=true allows it";

    private final @Nullable String name;
    private final @Nullable URI configuration;
    private final KeyAddresses addresses;
    private final KeyDownload download;
    private volatile @Nullable URI keys;

    private Issuer(@Nullable String name, @Nullable URI configuration, @Nullable URI keys, KeyAddresses addresses) {
        this.name = name;
        this.configuration = configuration;
        this.addresses = addresses;
        this.download = new KeyDownload(addresses);
        this.keys = keys;
    }

    /** @throws SecuritySettingsException if keys must not be fetched from there */
    static Issuer withKeysAt(String jwkSetUri, KeyAddresses addresses) {
        return new Issuer(null, null, configured(jwkSetUri, "jwk-set-uri", addresses), addresses);
    }

    /**
     * An issuer that publishes the address of its keys.
     *
     * @throws SecuritySettingsException if keys must not be fetched from there
     */
    static Issuer named(String name, KeyAddresses addresses) {
        URI address = configured(name, "issuer", addresses);
        URI configuration = URI.create(address.toString().replaceAll("/$", "") + "/.well-known/openid-configuration");
        return new Issuer(name, configuration, null, addresses);
    }

    private static URI configured(String text, String setting, KeyAddresses addresses) {
        Optional<URI> address = webAddress(text);
        Optional<String> objection =
                address.isEmpty() ? Optional.of(KeyAddresses.NO_WEB_ADDRESS) : addresses.objection(address.get());
        if (objection.isPresent()) {
            throw new SecuritySettingsException(
                    "sync.security.jwt.%s %s.".formatted(setting, objection.get()),
                    "Set an address that begins with https://. On this machine http:// is allowed too. For other"
                            + " machines in a network that you trust, " + ALLOW_PLAIN_HTTP + ".");
        }
        return address.orElseThrow();
    }

    private static Optional<URI> webAddress(String text) {
        try {
            URI address = new URI(text);
            address.toURL();
            return Optional.of(address);
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public JWKSet fetch() throws KeySourceException {
        try {
            URI known = keys;
            URI address = known != null ? known : discovered(Objects.requireNonNull(configuration));
            JWKSet fetched = JWKSet.parse(download.text(address));
            keys = address;
            return fetched;
        } catch (IOException | ParseException | JacksonException e) {
            if (configuration != null) {
                keys = null; // the issuer may have moved them
            }
            throw new RemoteKeySourceException("Cannot fetch the issuer's keys: " + e.getMessage(), e);
        }
    }

    private URI discovered(URI configuration) throws IOException {
        JsonNode found = JsonMapper.shared().readTree(download.text(configuration));
        if (!found.path("issuer").asString("").equals(name)) {
            throw new IOException(configuration + " belongs to another issuer");
        }
        URI address = webAddress(found.path("jwks_uri").asString(""))
                .orElseThrow(() -> new IOException("its jwks_uri " + KeyAddresses.NO_WEB_ADDRESS));
        Optional<String> objection = addresses.objection(address);
        if (objection.isPresent()) {
            throw new IOException("its jwks_uri %s; %s".formatted(objection.get(), ALLOW_PLAIN_HTTP));
        }
        return address;
    }
}
