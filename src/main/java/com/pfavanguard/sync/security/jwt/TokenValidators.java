package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.TokenRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JoseHeaderNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Spring Security's validators for the claims of a signed token, in the order in which their errors count. Each error
 * carries the name of a {@link Denial} as its code and a text for the client.
 */
final class TokenValidators {

    // RFC 9068 section 2.1. Issuers also sign tokens for other purposes, such as "logout+jwt".
    private static final List<String> TYPES = List.of("JWT", "at+jwt", "application/at+jwt");

    private TokenValidators() {}

    static OAuth2TokenValidator<Jwt> of(SecurityProperties.Jwt settings, Clock clock) {
        List<OAuth2TokenValidator<Jwt>> all = new ArrayList<>();
        all.add(timestamps(settings.clockSkew(), clock));
        all.add(issuedInThePast(settings.clockSkew(), clock));
        all.add(madeForUs(type()));
        String issuer = settings.issuer();
        if (issuer != null && !issuer.isBlank()) {
            all.add(madeForUs(new JwtIssuerValidator(issuer)));
        }
        String audience = settings.audience();
        if (audience != null && !audience.isBlank()) {
            all.add(madeForUs(new JwtAudienceValidator(audience)));
        }
        return new DelegatingOAuth2TokenValidator<>(all);
    }

    /** The refusal that the first error stands for. */
    static TokenRefusedException refusal(JwtValidationException invalid) {
        OAuth2Error first = invalid.getErrors().iterator().next();
        return new TokenRefusedException(
                Denial.valueOf(first.getErrorCode()), String.valueOf(first.getDescription()), invalid);
    }

    // Spring accepts a token at the very instant of its expiry; RFC 7519 section 4.1.4 does not, hence isExpired.
    private static OAuth2TokenValidator<Jwt> timestamps(Duration clockSkew, Clock clock) {
        JwtTimestampValidator timestamps = new JwtTimestampValidator(clockSkew);
        timestamps.setClock(clock);
        timestamps.setAllowEmptyExpiryClaim(false);
        return token ->
                isExpired(token, clockSkew, clock) || timestamps.validate(token).hasErrors()
                        ? untimely(token, clockSkew, clock)
                        : OAuth2TokenValidatorResult.success();
    }

    private static boolean isExpired(Jwt token, Duration clockSkew, Clock clock) {
        Instant expiresAt = token.getExpiresAt();
        return expiresAt != null && !expiresAt.plus(clockSkew).isAfter(clock.instant());
    }

    // Spring's error tells which claim was wrong in its text only.
    private static OAuth2TokenValidatorResult untimely(Jwt token, Duration clockSkew, Clock clock) {
        if (token.getExpiresAt() == null) {
            return failure(Denial.INVALID_TOKEN, "The access token does not say when it expires (exp)");
        }
        return isExpired(token, clockSkew, clock)
                ? failure(Denial.TOKEN_EXPIRED, Denial.TOKEN_EXPIRED.text())
                : notYetValid();
    }

    private static OAuth2TokenValidator<Jwt> issuedInThePast(Duration clockSkew, Clock clock) {
        return token -> {
            Instant issuedAt = token.getIssuedAt();
            return issuedAt != null && issuedAt.isAfter(clock.instant().plus(clockSkew))
                    ? notYetValid()
                    : OAuth2TokenValidatorResult.success();
        };
    }

    private static OAuth2TokenValidatorResult notYetValid() {
        return failure(Denial.INVALID_TOKEN, "The access token is not valid yet");
    }

    // A token may lack a type. JwtTypeValidator.setAllowEmpty would also accept a blank one.
    private static OAuth2TokenValidator<Jwt> type() {
        JwtTypeValidator type = new JwtTypeValidator(TYPES);
        return token -> token.getHeaders().containsKey(JoseHeaderNames.TYP)
                ? type.validate(token)
                : OAuth2TokenValidatorResult.success();
    }

    private static OAuth2TokenValidator<Jwt> madeForUs(OAuth2TokenValidator<Jwt> validator) {
        return token -> validator.validate(token).hasErrors()
                ? failure(
                        Denial.INVALID_TOKEN,
                        "The access token has the wrong type (typ), issuer (iss) or audience (aud)")
                : OAuth2TokenValidatorResult.success();
    }

    private static OAuth2TokenValidatorResult failure(Denial denial, String detail) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(denial.name(), detail, null));
    }
}
