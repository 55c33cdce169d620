package com.pfavanguard.sync.hostile;

import static com.pfavanguard.sync.security.Denial.ACCOUNT_INACTIVE;
import static com.pfavanguard.sync.security.Denial.INVALID_TOKEN;
import static com.pfavanguard.sync.security.Denial.ORGANIZATION_INACTIVE;
import static com.pfavanguard.sync.security.Denial.ORG_ACCESS_DENIED;
import static com.pfavanguard.sync.security.Denial.PERMISSION_DENIED;
import static com.pfavanguard.sync.security.Denial.TOKEN_EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.testing.ClientFrames;
import com.pfavanguard.sync.testing.HttpAnswer;
import com.pfavanguard.sync.testing.RawSocket;
import com.pfavanguard.sync.testing.StompFrame;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens of every broken kind, for a gateway that checks them with a public key, an issuer and an audience. Each is tried
 * by all three ways a token may come: with the handshake, in CONNECT, and in place of a good one.
 */
class BrokenTokensIT {

    @RegisterExtension
    static final Besieged besieged = Besieged.withTokens(
            IssuedToken.good().sign(),
            "--sync.security.mode=jwt",
            "--sync.security.jwt.public-key=" + IssuedToken.publicKeyPem(),
            "--sync.security.jwt.issuer=" + IssuedToken.ISSUER,
            "--sync.security.jwt.audience=" + IssuedToken.AUDIENCE);

    record Case(String name, String token, Denial denial) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case invalid(String name, String token) {
        return new Case(name, token, INVALID_TOKEN);
    }

    static Stream<Case> noTokens() {
        String[] parts = IssuedToken.good().sign().split("\\.");
        return Stream.of(
                invalid("a word", "nonsense"),
                invalid("two dots", ".."),
                invalid("three words", "a.b.c"),
                invalid("without a signature", parts[0] + "." + parts[1] + "."),
                invalid("two parts", parts[0] + "." + parts[1]),
                invalid("four parts", String.join(".", parts) + "." + parts[2]),
                invalid("five parts, as an encrypted one", String.join(".", parts) + ".a.b"),
                invalid(
                        "another one's signature",
                        parts[0] + "." + parts[1] + "."
                                + IssuedToken.good()
                                        .with("userId", "u-2")
                                        .sign()
                                        .split("\\.")[2]),
                invalid("a signature cut short", String.join(".", parts).substring(0, 300)),
                invalid("a signature of zeros", parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length())),
                invalid("another payload", parts[0] + "." + IssuedToken.encoded("{}") + "." + parts[2]));
    }

    static Stream<Case> algorithms() {
        String claims = IssuedToken.good().json();
        return Stream.concat(
                Stream.of("none", "None", "nOnE", "", "RS999").flatMap(algorithm -> {
                    String head = IssuedToken.encoded("{\"alg\":\"" + algorithm + "\"}");
                    String unsigned = head + "." + IssuedToken.encoded(claims) + ".";
                    return Stream.of(
                            invalid("alg \"" + algorithm + "\"", unsigned),
                            invalid("alg \"" + algorithm + "\" with a signature", unsigned + "AAAA"));
                }),
                Stream.of(
                        invalid(
                                "HS256 with the public key's PEM",
                                IssuedToken.good()
                                        .hs256(IssuedToken.publicKeyPem().getBytes(StandardCharsets.US_ASCII))),
                        invalid(
                                "HS256 with the public key's bytes",
                                IssuedToken.good().hs256(IssuedToken.publicKeyBytes())),
                        invalid("HS256 with the modulus", IssuedToken.good().hs256(IssuedToken.modulus())),
                        invalid("HS256 with zeros", IssuedToken.good().hs256(new byte[32])),
                        invalid(
                                "RS512 of the right key",
                                IssuedToken.good().header("alg", "RS512").sign()),
                        invalid(
                                "PS256 of the right key",
                                IssuedToken.good().header("alg", "PS256").sign()),
                        invalid("another key", IssuedToken.good().signedByAnotherKey()),
                        invalid(
                                "another key, brought along",
                                IssuedToken.good()
                                        .header("jwk", IssuedToken.otherJwk())
                                        .signedByAnotherKey()),
                        invalid(
                                "another key, elsewhere",
                                IssuedToken.good()
                                        .header("jku", "http://127.0.0.1:1/keys")
                                        .signedByAnotherKey()),
                        invalid(
                                "another key by a path",
                                IssuedToken.good()
                                        .header("kid", "../../../dev/null")
                                        .signedByAnotherKey()),
                        invalid(
                                "something critical we do not know",
                                IssuedToken.good()
                                        .header("crit", List.of("exp2"))
                                        .header("exp2", 1)
                                        .sign()),
                        invalid(
                                "a token for another purpose",
                                IssuedToken.good().header("typ", "secevent+jwt").sign())));
    }

    static Stream<Case> times() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                new Case("expired", until(now - 60), TOKEN_EXPIRED),
                invalid("expired before it was issued", good("exp", now - 60)),
                new Case("expired in 1970", until(0), TOKEN_EXPIRED),
                new Case("expired before 1970", until(-5), TOKEN_EXPIRED),
                invalid("no exp", good("exp", null)),
                invalid("exp as a text", good("exp", "2030-01-01")),
                invalid("exp as a list", good("exp", List.of(now + 600))),
                invalid("exp as true", good("exp", true)),
                invalid("not valid yet", good("nbf", now + 600)),
                invalid("nbf as a text", good("nbf", "soon")),
                invalid("issued in the future", good("iat", now + 600)),
                invalid("iat as an object", good("iat", Map.of())));
    }

    static Stream<Case> addressees() {
        return Stream.of(
                invalid("no issuer", good("iss", null)),
                invalid("another issuer", good("iss", "https://evil.example")),
                invalid("the issuer with a slash", good("iss", IssuedToken.ISSUER + "/")),
                invalid("issuers as a list", good("iss", List.of(IssuedToken.ISSUER))),
                invalid("no audience", good("aud", null)),
                invalid("another audience", good("aud", "another")),
                invalid("a longer audience", good("aud", IssuedToken.AUDIENCE + "-x")),
                invalid("an audience as an object", good("aud", Map.of(IssuedToken.AUDIENCE, true))));
    }

    static Stream<Case> users() {
        return Stream.concat(
                Stream.of(
                        invalid("nobody", good("userId", null)),
                        invalid("a blank user", good("userId", "  ")),
                        invalid("a number for a user", good("userId", 5)),
                        invalid("an object for a user", good("userId", Map.of("id", "u-1"))),
                        invalid("a user with a long name", good("userId", "u".repeat(5_000)))),
                Stream.of("suspended", "locked", "ACTIVE", "active ", "", true, List.of("active"))
                        .map(status -> new Case("status " + status, good("serviceStatus", status), ACCOUNT_INACTIVE)));
    }

    static Stream<Case> memberships() {
        Map<String, Object> read = Map.of("perm_Read", true);
        return Stream.of(
                new Case("no organizations", good("organizations", null), ORG_ACCESS_DENIED),
                new Case("organizations as a text", good("organizations", "org-wall"), ORG_ACCESS_DENIED),
                new Case("organizations as texts", good("organizations", List.of("org-wall")), ORG_ACCESS_DENIED),
                new Case(
                        "organizations as an object",
                        good("organizations", Map.of("organizationId", "org-wall")),
                        ORG_ACCESS_DENIED),
                member(
                        "another organization",
                        Map.of("organizationId", "org-other", "permissions", read),
                        ORG_ACCESS_DENIED),
                member("a wildcard", Map.of("organizationId", "#", "permissions", read), ORG_ACCESS_DENIED),
                member("every organization", Map.of("organizationId", "*", "permissions", read), ORG_ACCESS_DENIED),
                member("in capitals", Map.of("organizationId", "ORG-WALL", "permissions", read), ORG_ACCESS_DENIED),
                member("with a blank", Map.of("organizationId", "org-wall ", "permissions", read), ORG_ACCESS_DENIED),
                member(
                        "ids as a list",
                        Map.of("organizationId", List.of("org-wall"), "permissions", read),
                        ORG_ACCESS_DENIED),
                member("by its code", Map.of("organizationCode", "org-wall", "permissions", read), ORG_ACCESS_DENIED),
                member("no permissions", Map.of("organizationId", "org-wall"), PERMISSION_DENIED),
                member("a permission as a text", wall("permissions", Map.of("perm_Read", "true")), PERMISSION_DENIED),
                member("a permission as a number", wall("permissions", Map.of("perm_Read", 1)), PERMISSION_DENIED),
                member("a permission taken back", wall("permissions", Map.of("perm_Read", false)), PERMISSION_DENIED),
                member("permissions as a list", wall("permissions", List.of("perm_Read")), PERMISSION_DENIED),
                member("another permission", wall("permissions", Map.of("perm_ViewAllOrgs", true)), PERMISSION_DENIED),
                member(
                        "a suspended organization",
                        Map.of("organizationId", "org-wall", "permissions", read, "serviceStatus", "suspended"),
                        ORGANIZATION_INACTIVE),
                member(
                        "an inactive organization",
                        Map.of("organizationId", "org-wall", "permissions", read, "isActive", false),
                        ORGANIZATION_INACTIVE),
                member(
                        "an organization active by text",
                        Map.of("organizationId", "org-wall", "permissions", read, "isActive", "true"),
                        ORGANIZATION_INACTIVE),
                new Case(
                        "twice, with different rights",
                        good("organizations", List.of(wall("permissions", read), wall("permissions", Map.of()))),
                        PERMISSION_DENIED));
    }

    static Stream<Case> json() {
        String claims = IssuedToken.good().json();
        return Stream.of(
                invalid("a claim twice", IssuedToken.signed(claims.replaceFirst("\\{", "{\"exp\":1,"))),
                invalid(
                        "another organization first",
                        IssuedToken.signed(claims.replaceFirst("\\{", "{\"organizations\":[],"))),
                invalid("a list for claims", IssuedToken.signed("[" + claims + "]")),
                invalid("a text for claims", IssuedToken.signed("\"claims\"")),
                invalid("claims cut short", IssuedToken.signed(claims.substring(0, claims.length() - 2))),
                invalid(
                        "claims five thousand deep",
                        IssuedToken.signed(
                                claims.replaceFirst("\\{", "{\"x\":" + "[".repeat(3_500) + "]".repeat(3_500) + ","))),
                invalid(
                        "an exp past all years",
                        IssuedToken.signed(claims.replaceFirst("\"exp\":[0-9]+", "\"exp\":1e400"))),
                invalid("no claims", IssuedToken.signed("")));
    }

    private static String good(String claim, @Nullable Object value) {
        return IssuedToken.good().with(claim, value).sign();
    }

    private static String until(long exp) {
        return IssuedToken.good().with("iat", exp - 600).with("exp", exp).sign();
    }

    private static Map<String, Object> wall(String name, Object value) {
        return Map.of("organizationId", "org-wall", name, value);
    }

    private static Case member(String name, Map<String, Object> organization, Denial denial) {
        return new Case(name, good("organizations", List.of(organization)), denial);
    }

    static Stream<Case> all() {
        return Arrays.stream(
                        new Stream<?>[] {noTokens(), algorithms(), times(), addressees(), users(), memberships(), json()
                        })
                .flatMap(cases -> cases.map(Case.class::cast));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void letsNobodyIn(Case broken) {
        handshake(broken);
        connect(broken);
        renewal(broken);
    }

    private static void handshake(Case broken) {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            HttpAnswer answer = socket.handshake("org-wall", "Authorization: Bearer " + broken.token());

            assertThat(answer.status() + " " + answer.code())
                    .as("%s: %s", broken, answer)
                    .isEqualTo(broken.denial().status() + " " + broken.denial());
            assertThat(answer.headers().containsKey("www-authenticate"))
                    .isEqualTo(broken.denial().status() == 401);
            assertThat(answer.body()).doesNotContain(broken.token(), "Exception", "nimbus");
        }
    }

    private static void connect(Case broken) {
        try (RawSocket socket = RawSocket.upgraded(besieged.gateway(), "org-wall?protocol=stomp")) {
            socket.send(ClientFrames.text(
                    "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + broken.token() + "\n\n\0"));

            RawSocket.End end = socket.end();

            assertThat(end.texts()).as("%s: %s", broken, end).hasSize(1);
            StompFrame error = StompFrame.parse(end.texts().get(0));
            assertThat(error.headers())
                    .containsEntry("code", broken.denial().name())
                    .containsEntry("retryable", "false");
            assertThat(end.code()).isEqualTo(CloseCode.of(broken.denial()).code());
        }
    }

    private static void renewal(Case broken) {
        try (RawSocket socket = RawSocket.upgraded(
                besieged.gateway(),
                "org-wall",
                "Authorization: Bearer " + IssuedToken.good().sign())) {
            assertThat(socket.frame().text()).contains("CONNECTED");
            socket.send(ClientFrames.text("{\"type\":\"AUTH_REFRESH\",\"token\":\"" + broken.token() + "\"}"));

            RawSocket.End end = socket.end();

            assertThat(end.code())
                    .as("%s: %s", broken, end)
                    .isEqualTo(CloseCode.of(broken.denial()).code());
            assertThat(end.texts()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void oneTokenInOnePlace(String name, String[] headers, int status) {
        try (RawSocket socket = RawSocket.open(besieged.gateway())) {
            HttpAnswer answer = socket.handshake("org-wall", headers);

            assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        }
    }

    static Stream<Object[]> oneTokenInOnePlace() {
        String good = IssuedToken.good().sign();
        String other = IssuedToken.good().with("userId", "u-2").sign();
        return Stream.of(
                places("the right place", 101, "Authorization: Bearer " + good),
                places("no place", 401),
                places("two good ones", 401, "Authorization: Bearer " + good, "Authorization: Bearer " + other),
                places("a good one and a bad one", 401, "Authorization: Bearer " + good, "Authorization: Bearer x"),
                places(
                        "header and sub-protocol",
                        401,
                        "Authorization: Bearer " + good,
                        "Sec-WebSocket-Protocol: json, bearer." + other),
                places("another scheme", 401, "Authorization: Basic dTpw"),
                places("no scheme", 401, "Authorization: " + good),
                places("a scheme and no token", 401, "Authorization: Bearer "),
                places("a cookie", 401, "Cookie: access_token=" + good),
                places("a header of somebody else's", 401, "X-Access-Token: " + good),
                places("sixteen kilobytes", 431, "Authorization: Bearer " + "x".repeat(17_000)));
    }

    private static Object[] places(String name, int status, String... headers) {
        return new Object[] {name, headers, status};
    }
}
