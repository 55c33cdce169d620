package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.pfavanguard.sync.security.SecuritySettingsException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys an issuer publishes. Fetched when the first token comes, kept for five minutes, and fetched for a key nobody
 * knows at most once in half a minute, however many such tokens come.
 */
final class PublishedKeys {

    private static final int TIMEOUT_MS = 3_000;
    private static final int MAX_BYTES = 256 * 1024;

    private PublishedKeys() {}

    static JWKSource<SecurityContext> at(String jwkSetUri) {
        return JWKSourceBuilder.create(url(jwkSetUri, "jwk-set-uri"), retriever())
                .build();
    }

    /** Of an issuer that tells where its keys are (OpenID Connect Discovery 1.0, section 4). */
    static JWKSource<SecurityContext> of(String issuer) {
        return new Discovered(issuer, url(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration", "issuer"));
    }

    private static DefaultResourceRetriever retriever() {
        return new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);
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

    /** Asked for its address only once it is needed: an issuer that is away must not keep the gateway from starting. */
    private static final class Discovered implements JWKSource<SecurityContext> {

        private final String issuer;
        private final URL configuration;
        private volatile @Nullable JWKSource<SecurityContext> keys;

        Discovered(String issuer, URL configuration) {
            this.issuer = issuer;
            this.configuration = configuration;
        }

        @Override
        public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
            JWKSource<SecurityContext> known = keys;
            return (known == null ? discover() : known).get(selector, context);
        }

        private synchronized JWKSource<SecurityContext> discover() throws KeySourceException {
            JWKSource<SecurityContext> known = keys;
            if (known != null) {
                return known;
            }
            try {
                JsonNode found = JsonMapper.shared()
                        .readTree(retriever().retrieveResource(configuration).getContent());
                if (!issuer.equals(found.path("issuer").asString(""))) {
                    throw new RemoteKeySourceException(configuration + " is another issuer's", null);
                }
                JWKSource<SecurityContext> discovered =
                        at(found.path("jwks_uri").asString(""));
                keys = discovered;
                return discovered;
            } catch (IOException | JacksonException | SecuritySettingsException e) {
                throw new RemoteKeySourceException("The issuer does not tell its keys: " + e.getMessage(), e);
            }
        }
    }
}
