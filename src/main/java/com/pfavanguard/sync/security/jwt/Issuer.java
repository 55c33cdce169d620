package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.pfavanguard.sync.security.SecuritySettingsException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where keys are fetched from: an address, or what an issuer says is its address (OpenID Connect Discovery 1.0, section
 * 4). Asked only once it is needed: an issuer that is away must not keep the gateway from starting.
 */
final class Issuer implements PublishedKeys.Fetch {

    private static final int TIMEOUT_MS = 3_000;
    private static final int MAX_BYTES = 256 * 1024;

    private final @Nullable String name;
    private final @Nullable URL configuration;
    private volatile @Nullable URL keys;

    private Issuer(@Nullable String name, @Nullable URL configuration, @Nullable URL keys) {
        this.name = name;
        this.configuration = configuration;
        this.keys = keys;
    }

    static Issuer withKeysAt(String jwkSetUri) {
        return new Issuer(null, null, url(jwkSetUri, "jwk-set-uri"));
    }

    /** One that tells where its keys are. */
    static Issuer named(String name) {
        return new Issuer(name, url(name.replaceAll("/$", "") + "/.well-known/openid-configuration", "issuer"), null);
    }

    private static URL url(String text, String setting) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getScheme().matches("https?")) {
                return uri.toURL();
            }
        } catch (IllegalArgumentException | MalformedURLException e) {
            // Said below.
        }
        throw new SecuritySettingsException(
                "sync.security.jwt." + setting + " is not a web address.", "Set an address that begins with https://");
    }

    @Override
    public JWKSet fetch() throws KeySourceException {
        try {
            URL place = keys == null && configuration != null ? discovered(configuration) : keys;
            JWKSet fetched = JWKSet.parse(load(place));
            keys = place;
            return fetched;
        } catch (IOException | ParseException | JacksonException | SecuritySettingsException e) {
            if (configuration != null) {
                keys = null; // it may have moved them
            }
            throw new RemoteKeySourceException("The issuer does not tell its keys: " + e.getMessage(), e);
        }
    }

    private URL discovered(URL configuration) throws IOException, KeySourceException {
        JsonNode found = JsonMapper.shared().readTree(load(configuration));
        if (!found.path("issuer").asString("").equals(name)) {
            throw new RemoteKeySourceException(configuration + " is another issuer's", null);
        }
        return url(found.path("jwks_uri").asString(""), "issuer: its jwks_uri");
    }

    private static String load(@Nullable URL url) throws IOException {
        return new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES)
                .retrieveResource(url)
                .getContent();
    }
}
