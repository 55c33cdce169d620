package com.pfavanguard.sync.hostile;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens of an issuer with a private key, put together by hand: what a library would not sign is what is wanted here.
 * Begins with a good one.
 */
final class IssuedToken {

    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "sync-gateway";

    private static final RSAKey KEY = key();
    private static final RSAKey OTHER_KEY = key();

    private final Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256"));
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private IssuedToken() {
        long now = Instant.now().getEpochSecond();
        with("iss", ISSUER).with("aud", AUDIENCE).with("userId", "u-1").with("serviceStatus", "active");
        with("iat", now - 5).with("exp", now + 3600);
        with("organizations", List.of(Map.of("organizationId", "org-wall", "permissions", Map.of("perm_Read", true))));
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static IssuedToken good() {
        return new IssuedToken();
    }

    /** Sets a claim; {@code null} takes it away. */
    IssuedToken with(String claim, @Nullable Object value) {
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }
        return this;
    }

    IssuedToken header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(claims);
    }

    /** By the issuer's key, whatever the header says, if that goes with an RSA key. */
    String sign() {
        return signed(header, json(), rsa(KEY));
    }

    String signedByAnotherKey() {
        return signed(header, json(), rsa(OTHER_KEY));
    }

    String hs256(byte[] secret) {
        try {
            return signed(Map.of("alg", "HS256"), json(), new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** These bytes as the claims, JSON or not, with a good signature. */
    static String signed(String claims) {
        return signed(Map.of("alg", "RS256"), claims, rsa(KEY));
    }

    private static JWSSigner rsa(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(Map<String, Object> header, String claims, JWSSigner signer) {
        String head = encoded(JsonMapper.shared().writeValueAsString(header));
        String input = head + "." + encoded(claims);
        try {
            JWSHeader asParsed = header.containsKey("crit")
                    ? new JWSHeader(JWSAlgorithm.RS256)
                    : JWSHeader.parse(new Base64URL(head));
            return input + "." + signer.sign(asParsed, input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicKeyBytes())
                + "\n-----END PUBLIC KEY-----\n";
    }

    static byte[] publicKeyBytes() {
        try {
            return KEY.toPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] modulus() {
        return KEY.getModulus().decode();
    }

    static Map<String, Object> otherJwk() {
        return OTHER_KEY.toPublicJWK().toJSONObject();
    }
}
