package com.pfavanguard.sync.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.pfavanguard.sync.event.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Signs access tokens for development, like those that the application's backend issues to its users: HS256 with a
 * shared secret, and the default names of the claims.
 *
 * @param permissions as claims, such as {@code perm_Read}, in each of the organizations
 */
public record DevelopmentToken(
        String userId, List<OrganizationId> organizations, Set<String> permissions, Instant issuedAt, Duration valid) {

    /** HS256 needs a secret as long as its hash. */
    public static final int MIN_SECRET_BYTES = 32;

    /** @throws IllegalArgumentException if the secret is too short */
    public String signedWith(String secret) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        if (key.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "A secret needs at least " + MIN_SECRET_BYTES + " bytes; this one has " + key.length);
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims());
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is not available", e);
        }
        return token.serialize();
    }

    private JWTClaimsSet claims() {
        Map<String, Boolean> granted = new LinkedHashMap<>();
        permissions.forEach(permission -> granted.put(permission, true));
        return new JWTClaimsSet.Builder()
                .claim("userId", userId)
                .claim("username", userId)
                .claim("serviceStatus", "active")
                .claim(
                        "organizations",
                        organizations.stream()
                                .map(organization ->
                                        Map.of("organizationId", organization.value(), "permissions", granted))
                                .toList())
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(issuedAt.plus(valid)))
                .build();
    }
}
