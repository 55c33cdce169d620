package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecuritySettingsException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Creates the decoder that the settings ask for: one key or source of keys, one algorithm. The token never chooses the
 * algorithm: an attacker could sign with the public key as an HMAC secret.
 */
final class TokenDecoders {

    private static final String ACTION = "Set exactly one of sync.security.jwt.secret, .public-key, .jwk-set-uri and"
            + " .issuer (an issuer may be set in addition to the others), or sync.security.mode=open on a loopback"
            + " address.";

    private TokenDecoders() {}

    /** @throws SecuritySettingsException if the settings contradict each other or are not safe */
    static NimbusJwtDecoder of(
            SecurityProperties.Jwt settings, ResourceLoader resources, OAuth2TokenValidator<Jwt> validator) {
        String secret = given(settings.secret());
        String publicKey = given(settings.publicKey());
        String jwkSetUri = given(settings.jwkSetUri());
        String issuer = given(settings.issuer());
        long keys =
                Stream.of(secret, publicKey, jwkSetUri).filter(Objects::nonNull).count();
        if (keys > 1 || (keys == 0 && issuer == null)) {
            throw new SecuritySettingsException(
                    keys > 1
                            ? "sync.security.jwt has more than one key or source of keys."
                            : "sync.security.mode is jwt, but there is no key to check tokens with.",
                    ACTION);
        }
        NimbusJwtDecoder decoder;
        if (secret != null) {
            decoder = withSecret(secret, settings.algorithm());
        } else if (publicKey != null) {
            decoder = withPublicKey(PublicKeys.read(publicKey, resources), settings.algorithm());
        } else {
            decoder = withSource(
                    new PublishedKeys(issuer(settings), System::nanoTime),
                    signature(settings.algorithm(), SignatureAlgorithm.RS256));
        }
        decoder.setJwtValidator(validator);
        // Spring's default converter adds an iat to tokens that have none, and revocations compare with iat.
        decoder.setClaimSetConverter(TokenDecoders::withInstants);
        return decoder;
    }

    /** Returns whether the keys are fetched from elsewhere, instead of being in the settings. */
    static boolean fetchesKeys(SecurityProperties.Jwt settings) {
        return given(settings.secret()) == null && given(settings.publicKey()) == null;
    }

    /**
     * Returns where to fetch the keys.
     *
     * @param settings with an address of keys, or else an issuer
     * @throws SecuritySettingsException if keys must not be fetched from there
     */
    static Issuer issuer(SecurityProperties.Jwt settings) {
        KeyAddresses addresses = new KeyAddresses(settings.allowPlainHttp());
        String jwkSetUri = given(settings.jwkSetUri());
        return jwkSetUri != null
                ? Issuer.withKeysAt(jwkSetUri, addresses)
                : Issuer.named(Objects.requireNonNull(given(settings.issuer())), addresses);
    }

    private static @Nullable String given(@Nullable String setting) {
        return setting == null || setting.isBlank() ? null : setting.strip();
    }

    private static NimbusJwtDecoder withSecret(String secret, @Nullable String name) {
        MacAlgorithm algorithm = name == null || name.isBlank() ? MacAlgorithm.HS256 : MacAlgorithm.from(name);
        if (algorithm == null) {
            throw unknown(name, List.of((Object[]) MacAlgorithm.values()));
        }
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        int bits = Integer.parseInt(algorithm.getName().substring(2));
        if (key.length * 8 < bits) {
            throw new SecuritySettingsException(
                    "sync.security.jwt.secret has %d bytes; %s needs at least %d, or it can be guessed."
                            .formatted(key.length, algorithm.getName(), bits / 8),
                    "Make one with: openssl rand -base64 48");
        }
        return NimbusJwtDecoder.withSecretKey(new SecretKeySpec(key, "HmacSHA" + bits))
                .macAlgorithm(algorithm)
                .build();
    }

    private static NimbusJwtDecoder withPublicKey(PublicKey key, @Nullable String name) {
        if (key instanceof RSAPublicKey rsa) {
            return NimbusJwtDecoder.withPublicKey(rsa)
                    .signatureAlgorithm(signature(name, SignatureAlgorithm.RS256))
                    .build();
        }
        ECPublicKey ec = (ECPublicKey) key;
        ECKey jwk = new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        return withSource(new ImmutableJWKSet<>(new JWKSet(jwk)), signature(name, SignatureAlgorithm.ES256));
    }

    private static NimbusJwtDecoder withSource(JWKSource<SecurityContext> keys, SignatureAlgorithm algorithm) {
        return NimbusJwtDecoder.withJwkSource(keys).jwsAlgorithm(algorithm).build();
    }

    private static SignatureAlgorithm signature(@Nullable String name, SignatureAlgorithm usual) {
        SignatureAlgorithm algorithm = name == null || name.isBlank() ? usual : SignatureAlgorithm.from(name);
        if (algorithm == null) {
            throw unknown(name, List.of((Object[]) SignatureAlgorithm.values()));
        }
        return algorithm;
    }

    private static SecuritySettingsException unknown(@Nullable String name, List<Object> known) {
        return new SecuritySettingsException(
                "sync.security.jwt.algorithm " + name + " does not fit the kind of key.", "Set one of " + known);
    }

    private static Map<String, Object> withInstants(Map<String, Object> claims) {
        Map<String, Object> converted = new HashMap<>(claims);
        converted.replaceAll(
                (name, value) -> value instanceof Date date ? Instant.ofEpochMilli(date.getTime()) : value);
        converted.values().removeIf(Objects::isNull);
        return converted;
    }
}
