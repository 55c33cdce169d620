package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.Revocations;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.TokenRefusedException;
import com.pfavanguard.sync.security.TokenUncheckedException;
import com.pfavanguard.sync.vital.BoundedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Signature first, by Spring Security's decoder; then what the token says of itself, its user and its organizations.
 * What is wrong with a signature is told to nobody, not even which part of it.
 */
final class JwtAccessTokens implements AccessTokens {

    private static final Logger log = LoggerFactory.getLogger(JwtAccessTokens.class);

    // RFC 9068 section 2.1. A token the issuer has made for another purpose is none of ours.
    private static final List<String> TYPES = List.of("JWT", "jwt", "at+jwt", "application/at+jwt");

    private final SecurityProperties.Jwt settings;
    private final JwtDecoder decoder;
    private final ClaimReader claims;
    private final Revocations revocations;
    private final Clock clock;
    // One line per second: every request with a token would otherwise write one while the issuer is away.
    private final BoundedLog warnings = new BoundedLog(1, Duration.ofSeconds(1), 1, System::nanoTime);

    JwtAccessTokens(SecurityProperties.Jwt settings, ResourceLoader resources, Revocations revocations, Clock clock) {
        this.settings = settings;
        this.decoder = TokenDecoders.of(settings, resources);
        this.claims = new ClaimReader(settings.claims());
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> withoutToken() {
        return Optional.empty();
    }

    @Override
    public Caller callerOf(String token) {
        Jwt verified = verified(token);
        requireTimely(verified);
        requireMeantForUs(verified);
        String userId = claims.userId(verified);
        claims.requireActiveUser(verified);
        Instant issuedAt = issuedAt(verified);
        if (revocations.isRevoked(userId, issuedAt)) {
            throw new TokenRefusedException(Denial.TOKEN_REVOKED);
        }
        Map<OrganizationId, Membership> memberships = claims.memberships(verified);
        memberships.replaceAll((organizationId, membership) -> revocations.isRevoked(userId, organizationId, issuedAt)
                ? Membership.of(membership.permissions(), Membership.Standing.REVOKED)
                : membership);
        return new TokenCaller(
                userId, claims.username(verified, userId), Map.copyOf(memberships), issuedAt, expiry(verified));
    }

    private Jwt verified(String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            throw new TokenRefusedException(Denial.INVALID_TOKEN, Denial.INVALID_TOKEN.text(), e);
        } catch (JwtException e) {
            if (e.getCause() instanceof KeyNotLookedUpException) {
                throw new TokenUncheckedException(e);
            }
            warnings.tell(
                    log,
                    Level.WARN,
                    "no keys",
                    "Cannot check access tokens, the issuer's keys are not available: {}",
                    e.getMessage());
            throw new TokenRefusedException(Denial.SERVICE_UNAVAILABLE, Denial.SERVICE_UNAVAILABLE.text(), e);
        }
    }

    private void requireTimely(Jwt token) {
        Instant now = clock.instant();
        if (!expiry(token).plus(settings.clockSkew()).isAfter(now)) {
            throw new TokenRefusedException(Denial.TOKEN_EXPIRED);
        }
        Instant soon = now.plus(settings.clockSkew());
        if (isAfter(token.getNotBefore(), soon) || isAfter(token.getIssuedAt(), soon)) {
            throw new TokenRefusedException(Denial.INVALID_TOKEN, "The access token is not valid yet", null);
        }
    }

    private static boolean isAfter(@Nullable Instant moment, Instant other) {
        return moment != null && moment.isAfter(other);
    }

    private static Instant expiry(Jwt token) {
        Instant expiresAt = token.getExpiresAt();
        if (expiresAt == null) {
            throw new TokenRefusedException(
                    Denial.INVALID_TOKEN, "The access token does not say when it expires (exp)", null);
        }
        return expiresAt;
    }

    // One that does not say at all is taken for older than any revocation.
    private static Instant issuedAt(Jwt token) {
        Instant said = token.getIssuedAt() == null ? token.getNotBefore() : token.getIssuedAt();
        return said == null ? Instant.EPOCH : said;
    }

    private void requireMeantForUs(Jwt token) {
        Object type = token.getHeaders().get("typ");
        boolean known = type == null || TYPES.contains(type);
        boolean issued = isBlank(settings.issuer())
                || String.valueOf(settings.issuer()).equals(token.getClaims().get("iss"));
        boolean addressed = isBlank(settings.audience())
                || (token.getAudience() != null && token.getAudience().contains(settings.audience()));
        if (!known || !issued || !addressed) {
            throw new TokenRefusedException(Denial.INVALID_TOKEN, "The access token was made for somebody else", null);
        }
    }

    private static boolean isBlank(@Nullable String setting) {
        return setting == null || setting.isBlank();
    }

    @Override
    public boolean isRevoked(Caller caller, OrganizationId organizationId) {
        return revocations.isRevoked(caller.userId(), caller.issuedAt())
                || revocations.isRevoked(caller.userId(), organizationId, caller.issuedAt())
                || caller.denial(Permission.READ, organizationId)
                        .filter(Denial.TOKEN_REVOKED::equals)
                        .isPresent();
    }
}
