package com.pfavanguard.sync.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.DevelopmentToken;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecuritySettingsException;
import com.pfavanguard.sync.security.TokenRefusedException;
import com.pfavanguard.sync.security.TokenUncheckedException;
import com.pfavanguard.sync.security.revocation.RevocationRegister;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestToken;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.DefaultResourceLoader;

class JwtAccessTokensTests {

    private static final OrganizationId ORG_A = new OrganizationId("org-a");
    private static final OrganizationId ORG_B = new OrganizationId("org-b");

    private final Clock clock = Clock.systemUTC();
    private final RevocationRegister revocations = new RevocationRegister(clock, Duration.ofDays(1));
    private final JwtAccessTokens tokens = tokens("secret", TestToken.SECRET);

    private JwtAccessTokens tokens(String... settings) {
        return new JwtAccessTokens(jwt(settings), new DefaultResourceLoader(), revocations, clock);
    }

    private static SecurityProperties.Jwt jwt(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put("jwt." + settings[i], settings[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("jwt", SecurityProperties.Jwt.class);
    }

    private static void assertRefused(JwtAccessTokens tokens, String token, Denial denial) {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> tokens.callerOf(token))
                .satisfies(e -> assertThat(e.denial()).isEqualTo(denial))
                .satisfies(e -> assertThat(e.detail()).doesNotContain("ey"));
    }

    @Test
    void aGoodTokenTellsWhoAndWhere() {
        Caller caller = tokens.callerOf(TestToken.of("u-1")
                .in("org-a", "perm_Read", "perm_Sync")
                .in("org-b")
                .sign());

        assertThat(caller.userId()).isEqualTo("u-1");
        assertThat(caller.name()).isEqualTo("u-1@example");
        assertThat(caller.may(Permission.SYNC, ORG_A)).isTrue();
        assertThat(caller.denial(Permission.ADMINISTER, ORG_A)).contains(Denial.PERMISSION_DENIED);
        assertThat(caller.denial(Permission.READ, ORG_B)).contains(Denial.PERMISSION_DENIED);
        assertThat(caller.denial(Permission.READ, new OrganizationId("org-c"))).contains(Denial.ORG_ACCESS_DENIED);
        assertThat(caller.within(ORG_A).denial(Permission.READ, ORG_B)).contains(Denial.ORG_ACCESS_DENIED);
        assertThat(caller.within(ORG_A).may(Permission.SYNC, ORG_A)).isTrue();
    }

    @Test
    void aDevelopmentTokenIsAGoodOne() {
        Instant now = clock.instant();
        String token = new DevelopmentToken("dev", List.of(ORG_A), Set.of("perm_Read"), now, Duration.ofHours(8))
                .signedWith(TestToken.SECRET);

        Caller caller = tokens.callerOf(token);

        assertThat(caller.may(Permission.READ, ORG_A)).isTrue();
        assertThat(caller.may(Permission.SYNC, ORG_A)).isFalse();
        assertThat(caller.expiresAt()).isBetween(now.plusSeconds(8 * 3600 - 1), now.plusSeconds(8 * 3600));
    }

    @Test
    void anExpiredTokenIsToldApart() {
        assertRefused(
                tokens,
                TestToken.of("u")
                        .expiresAt(clock.instant().minusSeconds(60))
                        .issuedAt(clock.instant().minusSeconds(99))
                        .sign(),
                Denial.TOKEN_EXPIRED);
    }

    @Test
    void clocksMayBeALittleApart() {
        String token = TestToken.of("u")
                .expiresAt(clock.instant().minusSeconds(30))
                .issuedAt(clock.instant().minusSeconds(99))
                .sign();

        assertRefused(tokens, token, Denial.TOKEN_EXPIRED);
        assertThat(tokens("secret", TestToken.SECRET, "clock-skew", "1m")
                        .callerOf(token)
                        .userId())
                .isEqualTo("u");
    }

    @Test
    void aTokenWithoutAnEndIsRefused() {
        assertRefused(tokens, TestToken.of("u").with("exp", null).sign(), Denial.INVALID_TOKEN);
    }

    @Test
    void aTokenOfTheFutureIsRefused() {
        Instant future = clock.instant().plusSeconds(600);
        assertRefused(tokens, TestToken.of("u").issuedAt(future).sign(), Denial.INVALID_TOKEN);
        assertRefused(
                tokens,
                TestToken.of("u").with("nbf", java.util.Date.from(future)).sign(),
                Denial.INVALID_TOKEN);
    }

    @Test
    void onlyActiveUsersComeIn() {
        assertRefused(
                tokens, TestToken.of("u").with("serviceStatus", "suspended").sign(), Denial.ACCOUNT_INACTIVE);
        assertRefused(tokens, TestToken.of("u").with("serviceStatus", "locked").sign(), Denial.ACCOUNT_INACTIVE);
        assertRefused(tokens, TestToken.of("u").with("serviceStatus", null).sign(), Denial.ACCOUNT_INACTIVE);
        assertRefused(tokens, TestToken.of("u").with("serviceStatus", true).sign(), Denial.ACCOUNT_INACTIVE);
    }

    @Test
    void aSuspendedOrganizationIsClosed() {
        Caller caller = tokens.callerOf(TestToken.of("u")
                .in(Map.of(
                        "organizationId",
                        "org-a",
                        "serviceStatus",
                        "suspended",
                        "permissions",
                        Map.of("perm_Read", true)))
                .in(Map.of("organizationId", "org-b", "isActive", false, "permissions", Map.of("perm_Read", true)))
                .sign());

        assertThat(caller.denial(Permission.READ, ORG_A)).contains(Denial.ORGANIZATION_INACTIVE);
        assertThat(caller.denial(Permission.READ, ORG_B)).contains(Denial.ORGANIZATION_INACTIVE);
    }

    @Test
    void aPermissionIsTrueAndNothingLikeIt() {
        Caller caller = tokens.callerOf(TestToken.of("u")
                .in(Map.of("organizationId", "org-a", "permissions", Map.of("perm_Read", "true", "perm_Sync", 1)))
                .in(Map.of("organizationId", "org-b", "permissions", List.of("perm_Read")))
                .sign());

        assertThat(caller.may(Permission.READ, ORG_A)).isFalse();
        assertThat(caller.may(Permission.READ, ORG_B)).isFalse();
    }

    @Test
    void anOrganizationNamedTwiceWithDifferentRightsGivesNone() {
        Caller caller = tokens.callerOf(TestToken.of("u")
                .in("org-a", "perm_Read")
                .in("org-a", "perm_Read", "perm_Sync")
                .sign());

        assertThat(caller.may(Permission.READ, ORG_A)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "#", "org.a", "", "org-a::sync.history"})
    void whatIsNoOrganizationIdIsNoMembership(String id) {
        Caller caller = tokens.callerOf(TestToken.of("u").in(id, "perm_Read").sign());

        assertThat(caller.mayAnywhere(Permission.READ)).isFalse();
    }

    @Test
    void aUserMustBeNamed() {
        assertRefused(tokens, TestToken.of("u").with("userId", null).sign(), Denial.INVALID_TOKEN);
        assertRefused(tokens, TestToken.of("x".repeat(201)).sign(), Denial.INVALID_TOKEN);
        assertThat(tokens.callerOf(TestToken.of("u")
                                .with("userId", null)
                                .with("sub", "s-1")
                                .sign())
                        .userId())
                .isEqualTo("s-1");
        assertThat(tokens.callerOf(TestToken.of("u\nINFO forged").sign()).userId())
                .isEqualTo("u?INFO forged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "x", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AA"})
    void whatIsNoTokenIsRefused(String token) {
        assertRefused(tokens, token, Denial.INVALID_TOKEN);
    }

    @Test
    void anotherSecretIsRefused() throws Exception {
        String token =
                TestToken.of("u").sign(JWSAlgorithm.HS256, new MACSigner("another-secret-of-at-least-32-bytes!"));

        assertRefused(tokens, token, Denial.INVALID_TOKEN);
    }

    @Test
    void theSettingsChooseTheAlgorithmAndNotTheToken() throws Exception {
        String longSecret = "x".repeat(64);
        String token = TestToken.of("u").sign(JWSAlgorithm.HS512, new MACSigner(longSecret));

        assertRefused(tokens("secret", longSecret), token, Denial.INVALID_TOKEN);
        assertThat(tokens("secret", longSecret, "algorithm", "HS512")
                        .callerOf(token)
                        .userId())
                .isEqualTo("u");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        String[] parts = TestToken.reader("u", "org-a").split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));

        assertRefused(tokens, none + "." + parts[1] + ".", Denial.INVALID_TOKEN);
        assertRefused(tokens, none + "." + parts[1] + "." + parts[2], Denial.INVALID_TOKEN);
        assertRefused(tokens, parts[0] + "." + parts[1] + ".", Denial.INVALID_TOKEN);
    }

    @Test
    void aTokenMadeForSomethingElseIsRefused() {
        assertRefused(tokens, TestToken.of("u").typed("logout+jwt").sign(), Denial.INVALID_TOKEN);
        assertThat(tokens.callerOf(TestToken.of("u").typed("at+jwt").sign()).userId())
                .isEqualTo("u");
        JwtAccessTokens strict =
                tokens("secret", TestToken.SECRET, "issuer", "https://issuer.example", "audience", "sync");
        assertRefused(strict, TestToken.of("u").sign(), Denial.INVALID_TOKEN);
        assertRefused(
                strict,
                TestToken.of("u")
                        .with("iss", "https://issuer.example")
                        .with("aud", "other")
                        .sign(),
                Denial.INVALID_TOKEN);
        assertThat(strict.callerOf(TestToken.of("u")
                                .with("iss", "https://issuer.example")
                                .with("aud", List.of("other", "sync"))
                                .sign())
                        .userId())
                .isEqualTo("u");
    }

    @Test
    void claimsMayBeCalledOtherwise() {
        JwtAccessTokens other = tokens(
                "secret", TestToken.SECRET,
                "claims.organizations", "tenants",
                "claims.organization-id", "id",
                "claims.permissions", "rights",
                "claims.read", "read",
                "claims.service-status", "");

        Caller caller = other.callerOf(TestToken.of("u")
                .with("serviceStatus", null)
                .with("tenants", List.of(Map.of("id", "org-a", "rights", Map.of("read", true))))
                .sign());

        assertThat(caller.may(Permission.READ, ORG_A)).isTrue();
    }

    @Test
    void aPublicKeyOfEitherKindWillDo() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair rsaKeys = rsa.generateKeyPair();
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ecKeys = ec.generateKeyPair();

        String byRsa = TestToken.of("u").sign(JWSAlgorithm.RS256, new RSASSASigner(rsaKeys.getPrivate()));
        String byEc = TestToken.of("u").sign(JWSAlgorithm.ES256, new ECDSASigner((ECPrivateKey) ecKeys.getPrivate()));

        assertThat(tokens("public-key", pem(rsaKeys)).callerOf(byRsa).userId()).isEqualTo("u");
        assertThat(tokens("public-key", pem(ecKeys)).callerOf(byEc).userId()).isEqualTo("u");
        assertRefused(tokens("public-key", pem(rsaKeys)), byEc, Denial.INVALID_TOKEN);
        // The public key taken for a secret, as an attacker would who knows it.
        assertRefused(
                tokens("public-key", pem(rsaKeys)),
                TestToken.of("u").sign(JWSAlgorithm.HS256, new MACSigner(pem(rsaKeys))),
                Denial.INVALID_TOKEN);
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void anIssuerTellsWhereItsKeysAre() throws Exception {
        com.nimbusds.jose.jwk.RSAKey key =
                new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(2048).keyID("k-1").generate();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        AtomicInteger fetches = new AtomicInteger();
        serve(
                server,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, issuer),
                fetches);
        serve(server, "/keys", "{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}", fetches);
        String token = TestToken.of("u").with("iss", issuer).sign(JWSAlgorithm.RS256, new RSASSASigner(key));
        JwtAccessTokens issued = tokens("issuer", issuer);

        server.start();
        try {
            assertThat(issued.callerOf(token).userId()).isEqualTo("u");
            assertThat(issued.callerOf(token).userId()).isEqualTo("u");
            com.nimbusds.jose.jwk.RSAKey unknown = new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(2048)
                    .keyID("k-2")
                    .generate();
            String byUnknown =
                    TestToken.of("u").with("iss", issuer).sign(JWSAlgorithm.RS256, new RSASSASigner(unknown), "k-2");
            for (int i = 0; i < 50; i++) {
                assertRefused(issued, byUnknown, Denial.INVALID_TOKEN);
            }
            assertThatExceptionOfType(TokenUncheckedException.class).isThrownBy(() -> issued.callerOf(byUnknown));
            assertThat(fetches).hasValue(2); // the configuration and the keys, once
            assertRefused(
                    issued,
                    TestToken.of("u").with("iss", "http://elsewhere").sign(JWSAlgorithm.RS256, new RSASSASigner(key)),
                    Denial.INVALID_TOKEN);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anIssuerThatIsAwayIsNoFaultOfTheToken() {
        JwtAccessTokens issued = tokens("jwk-set-uri", "http://127.0.0.1:" + FreePorts.next() + "/keys");
        String token = rs256();

        assertRefused(issued, token, Denial.SERVICE_UNAVAILABLE);
    }

    private static String rs256() {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            return TestToken.of("u")
                    .sign(
                            JWSAlgorithm.RS256,
                            new RSASSASigner(rsa.generateKeyPair().getPrivate()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(HttpServer server, String path, String body, AtomicInteger fetches) {
        server.createContext(path, exchange -> {
            fetches.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void revokedTokensAreRefusedAndLaterOnesAreNot() {
        Instant now = clock.instant();
        String before = TestToken.of("u")
                .in("org-a", "perm_Read")
                .issuedAt(now.minusSeconds(10))
                .sign();
        String after = TestToken.of("u")
                .in("org-a", "perm_Read")
                .issuedAt(now.plusSeconds(2))
                .sign();
        String undated =
                TestToken.of("u").in("org-a", "perm_Read").with("iat", null).sign();

        revocations.add(new Revocation("u", null, now));

        assertRefused(tokens, before, Denial.TOKEN_REVOKED);
        assertRefused(tokens, undated, Denial.TOKEN_REVOKED);
        assertThat(tokens.callerOf(TestToken.of("u")
                                .with("iat", null)
                                .with("nbf", Date.from(now.plusSeconds(2)))
                                .sign())
                        .issuedAt())
                .isAfter(now);
        assertThat(tokens.callerOf(after).may(Permission.READ, ORG_A)).isTrue();
        assertThat(tokens.callerOf(TestToken.reader("other", "org-a")).may(Permission.READ, ORG_A))
                .isTrue();
    }

    @Test
    void aRevocationForOneOrganizationLeavesTheOthers() {
        Caller known = tokens.callerOf(TestToken.of("u")
                .in("org-a", "perm_Read")
                .in("org-b", "perm_Read")
                .sign());

        revocations.add(new Revocation(null, ORG_A, clock.instant()));

        Caller caller = tokens.callerOf(TestToken.of("u")
                .in("org-a", "perm_Read")
                .in("org-b", "perm_Read")
                .sign());
        assertThat(caller.denial(Permission.READ, ORG_A)).contains(Denial.TOKEN_REVOKED);
        assertThat(caller.may(Permission.READ, ORG_B)).isTrue();
        assertThat(tokens.isRevoked(known, ORG_A)).isTrue();
        assertThat(tokens.isRevoked(known, ORG_B)).isFalse();
    }

    @Test
    void settingsThatAreNotSafeAreRefused() {
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens())
                .withMessageContaining("no key")
                .satisfies(e -> assertThat(e.action()).contains("sync.security.jwt.secret", "sync.security.mode=open"));
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("secret", "short"))
                .withMessageContaining("needs at least 32");
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("secret", TestToken.SECRET, "algorithm", "HS512"))
                .withMessageContaining("needs at least 64");
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("secret", TestToken.SECRET, "algorithm", "none"));
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("secret", TestToken.SECRET, "jwk-set-uri", "https://issuer.example/keys"))
                .withMessageContaining("more than one");
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("public-key", "no-such-file.pem"))
                .withMessageContaining("cannot be read");
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("jwk-set-uri", "file:///etc/passwd"));
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("jwk-set-uri", "http://issuer.example/keys"))
                .withMessageContaining("plain HTTP");
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> tokens("issuer", "http://issuer.example"))
                .withMessageContaining("plain HTTP");
    }

    @Test
    void plainHttpIsFineWhereItIsAllowedOrNothingIsFetched() {
        assertThat(tokens("jwk-set-uri", "http://issuer.example/keys", "allow-plain-http", "true"))
                .isNotNull();
        assertThat(tokens("secret", TestToken.SECRET, "issuer", "http://issuer.example"))
                .isNotNull();
    }

    @Test
    void keysAnIssuerKeepsElsewhereByPlainHttpOpenNothing() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        serve(
                server,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"%s\",\"jwks_uri\":\"http://keys.example/keys\"}".formatted(issuer),
                new AtomicInteger());
        server.start();
        try {
            assertThatExceptionOfType(TokenRefusedException.class)
                    .isThrownBy(() -> tokens("issuer", issuer).callerOf(rs256()))
                    .satisfies(e -> assertThat(e.denial()).isEqualTo(Denial.SERVICE_UNAVAILABLE))
                    .withStackTraceContaining("its jwks_uri is plain HTTP");
        } finally {
            server.stop(0);
        }
    }
}
