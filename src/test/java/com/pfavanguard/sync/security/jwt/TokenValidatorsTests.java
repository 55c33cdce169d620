package com.pfavanguard.sync.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.security.SecurityProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;

class TokenValidatorsTests {

    private static final Instant EXPIRY = Instant.parse("2026-03-04T09:15:00Z");
    private static final Duration SKEW = Duration.ofSeconds(5); // the default

    private static Jwt.Builder token() {
        return Jwt.withTokenValue("any").header("alg", "HS256").subject("u").expiresAt(EXPIRY);
    }

    private static List<String> errors(Jwt.Builder token, Instant now) {
        SecurityProperties.Jwt settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("jwt.issuer", "", "jwt.audience", " ")))
                .bindOrCreate("jwt", SecurityProperties.Jwt.class);
        return TokenValidators.of(settings, Clock.fixed(now, ZoneOffset.UTC))
                .validate(token.build())
                .getErrors()
                .stream()
                .map(OAuth2Error::getErrorCode)
                .toList();
    }

    @Test
    void aTokenExpiresAtTheInstantItNames() {
        Instant end = EXPIRY.plus(SKEW);

        assertThat(errors(token(), end.minusNanos(1))).isEmpty();
        assertThat(errors(token(), end)).containsExactly("TOKEN_EXPIRED");
        assertThat(errors(token().claims(claims -> claims.remove("exp")), end)).containsExactly("INVALID_TOKEN");
    }

    @Test
    void aTokenOfTheFutureIsNotExpired() {
        Instant early = EXPIRY.minusSeconds(60);

        assertThat(errors(token().notBefore(early.plus(SKEW).plusSeconds(1)), early))
                .containsExactly("INVALID_TOKEN");
        assertThat(errors(token().issuedAt(early.plus(SKEW).plusSeconds(1)), early))
                .containsExactly("INVALID_TOKEN");
        assertThat(errors(token().notBefore(early).issuedAt(early.plus(SKEW)), early))
                .isEmpty();
    }

    @Test
    void aTokenIsValidFromTheInstantItNames() {
        Instant early = EXPIRY.minusSeconds(60);

        assertThat(errors(token().notBefore(early.plus(SKEW)), early)).isEmpty();
        assertThat(errors(token().notBefore(early.plus(SKEW).plusNanos(1)), early))
                .containsExactly("INVALID_TOKEN");
    }

    @Test
    void aTokenWithinTheSkewOfItsExpiryIsNotExpired() {
        Instant late = EXPIRY.plus(SKEW).minusSeconds(1);

        assertThat(errors(token().notBefore(late.plus(SKEW).plusSeconds(1)), late))
                .containsExactly("INVALID_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "logout+jwt", "JWT ", "at-jwt"})
    void anotherTypeIsRefused(String type) {
        assertThat(errors(token().header("typ", type), EXPIRY)).containsExactly("INVALID_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
    void anAccessTokensTypeIsAccepted(String type) {
        assertThat(errors(token().header("typ", type), EXPIRY)).isEmpty();
    }
}
