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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Checks access tokens: first the signature and the standard claims, by Spring Security's decoder and validators, then
 * user, revocations and organizations. Tells clients nothing about why a signature is invalid.
 */
final class JwtAccessTokens implements AccessTokens {

    private static final Logger log = LoggerFactory.getLogger(JwtAccessTokens.class);

    private final JwtDecoder decoder;
    private final ClaimReader claims;
    private final Revocations revocations;
    // One line per second: every request with a token would otherwise write one while the issuer is away.
    private final BoundedLog warnings = new BoundedLog(1, Duration.ofSeconds(1), 1, System::nanoTime);

    JwtAccessTokens(SecurityProperties.Jwt settings, ResourceLoader resources, Revocations revocations, Clock clock) {
        this.decoder = TokenDecoders.of(settings, resources, TokenValidators.of(settings, clock));
        this.claims = new ClaimReader(settings.claims());
        this.revocations = revocations;
    }

    @Override
    public Optional<Caller> withoutToken() {
        return Optional.empty();
    }

    @Override
    public Caller callerOf(String token) {
        Jwt verified = verified(token);
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
        } catch (JwtValidationException e) {
            throw TokenValidators.refusal(e);
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

    private static Instant expiry(Jwt token) {
        return Objects.requireNonNull(token.getExpiresAt(), "checked by TokenValidators");
    }

    // A token without iat and nbf counts as older than every revocation.
    private static Instant issuedAt(Jwt token) {
        Instant said = token.getIssuedAt() == null ? token.getNotBefore() : token.getIssuedAt();
        return said == null ? Instant.EPOCH : said;
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
