package com.pfavanguard.sync.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tokens good and bad: begins with a good one of a user without organizations, valid for an hour. */
public final class TestToken {

    public static final String SECRET = "a-secret-for-tests-of-at-least-32-bytes";

    /** The settings of a gateway that takes these tokens. */
    public static final String[] SETTINGS = {"--sync.security.mode=jwt", "--sync.security.jwt.secret=" + SECRET};

    /** Likewise, with further settings. */
    public static String[] settings(String... more) {
        return Stream.of(SETTINGS, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    private final List<Map<String, Object>> organizations = new ArrayList<>();
    private JOSEObjectType type = JOSEObjectType.JWT;

    private TestToken(String userId) {
        Instant now = Instant.now();
        with("userId", userId);
        with("username", userId + "@example");
        with("serviceStatus", "active");
        with("iat", Date.from(now.minusSeconds(5)));
        with("exp", Date.from(now.plusSeconds(3600)));
    }

    public static TestToken of(String userId) {
        return new TestToken(userId);
    }

    /** A signed token of a user that may do this in that organization. */
    public static String reader(String userId, String organizationId) {
        return of(userId).in(organizationId, "perm_Read").sign();
    }

    /** Sets a claim; {@code null} takes it away. */
    public TestToken with(String claim, @Nullable Object value) {
        claims.put(claim, value);
        return this;
    }

    public TestToken expiresAt(Instant moment) {
        return with("exp", Date.from(moment));
    }

    public TestToken issuedAt(Instant moment) {
        return with("iat", Date.from(moment));
    }

    public TestToken typed(String type) {
        this.type = new JOSEObjectType(type);
        return this;
    }

    public TestToken in(String organizationId, String... permissions) {
        Map<String, Object> granted = new HashMap<>();
        for (String permission : permissions) {
            granted.put(permission, true);
        }
        return in(Map.of("organizationId", organizationId, "permissions", granted));
    }

    public TestToken in(Map<String, Object> organization) {
        organizations.add(organization);
        return this;
    }

    public String sign() {
        try {
            return sign(JWSAlgorithm.HS256, new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String sign(JWSAlgorithm algorithm, JWSSigner signer) {
        return sign(algorithm, signer, null);
    }

    /** @param keyId what the token says its key is called; {@code null} for nothing */
    public String sign(JWSAlgorithm algorithm, JWSSigner signer, @Nullable String keyId) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        if (!claims.containsKey("organizations")) {
            set.claim("organizations", organizations);
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).type(type).keyID(keyId).build(), set.build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
