package com.pfavanguard.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Users who ask too often get 429, and other users do not (domain.md, "Request limits"). */
class RateLimitIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data,
                TestToken.settings("--sync.api.revocations-per-minute=3", "--sync.api.sample-writes-per-minute=3"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String token(String user) {
        return TestToken.of(user)
                .in("org-one", "perm_Read", "perm_Sync")
                .in("org-two", "perm_Read", "perm_Sync")
                .sign();
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(gateway.http(path.startsWith("/") ? path : "/api/pems/" + path))
                        .timeout(WireClient.PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int write(String token, String query) throws Exception {
        return send("POST", "write-sync" + query, token, "{}").statusCode();
    }

    @Test
    void theEleventhOfFifteenQuickWritesIsRefusedAndAnotherUsersAreNot() throws Exception {
        String token = token("u-quick");
        for (int i = 0; i < 10; i++) {
            assertThat(write(token, "")).isEqualTo(400);
        }

        HttpResponse<String> refused = send("POST", "write-sync", token, "{}");
        for (int i = 0; i < 4; i++) {
            assertThat(write(token, "")).isEqualTo(429);
        }

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("RateLimit-Limit")).contains("10");
        assertThat(refused.headers().firstValue("RateLimit-Remaining")).contains("0");
        assertThat(refused.headers().firstValueAsLong("RateLimit-Reset").orElse(0))
                .isBetween(1L, 60L);
        long retryAfter = refused.headers().firstValueAsLong("Retry-After").orElse(0);
        assertThat(retryAfter).isBetween(1L, 6L);
        JsonNode problem = RestClient.JSON.readTree(refused.body());
        assertThat(problem.get("code").stringValue()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(problem.get("retryAfter").longValue()).isEqualTo(retryAfter);
        assertThat(problem.get("limit").intValue()).isEqualTo(10);
        assertThat(problem.get("remaining").intValue()).isZero();
        assertThat(Instant.parse(problem.get("resetAt").stringValue())).isAfter(Instant.now());
        assertThat(gateway.counter("sync.api.limits", "operation", "write-sync"))
                .isGreaterThanOrEqualTo(5);
        assertThat(write(token("u-second"), "")).isEqualTo(400);
    }

    @Test
    void anOrganizationOfHisOwnCountsForItselfAndOnesOfOthersDoNot() throws Exception {
        String token = token("u-two");
        for (int i = 0; i < 10; i++) {
            assertThat(write(token, "?organizationId=org-one")).isEqualTo(400);
            assertThat(write(token, "?organizationId=foreign-" + i)).isEqualTo(400);
        }

        assertThat(write(token, "?organizationId=org-one")).isEqualTo(429);
        assertThat(write(token, "?organizationId=org-two")).isEqualTo(400);
        assertThat(write(token, "?organizationId=foreign-11")).isEqualTo(429);
    }

    @Test
    void eachAnswerSaysHowMuchIsLeft() throws Exception {
        HttpResponse<String> status = send("GET", "sync-status?organizationId=org-one", token("u-calm"), "");

        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.headers().firstValue("RateLimit-Limit")).contains("60");
        assertThat(status.headers().firstValue("RateLimit-Remaining")).contains("59");
        assertThat(status.headers().firstValue("RateLimit-Reset")).contains("1");
        assertThat(send("GET", "conflicts?organizationId=org-one", token("u-calm"), "")
                        .headers()
                        .firstValue("RateLimit-Limit"))
                .contains("30");
    }

    @Test
    void anAddressWrittenWithEscapesCountsAsAnyOther() throws Exception {
        String token = token("u-escapes");
        for (int i = 0; i < 5; i++) {
            assertThat(send("POST", "write-syn%63", token, "{}").statusCode()).isEqualTo(400);
            assertThat(write(token, "")).isEqualTo(400);
        }

        assertThat(send("POST", "write-syn%63", token, "{}").statusCode()).isEqualTo(429);
        assertThat(send("POST", "%77rite-sync", token, "{}").statusCode()).isEqualTo(429);
        assertThat(write(token, "")).isEqualTo(429);
    }

    @Test
    void whatIsDoneToAConflictCountsWithTheConflicts() throws Exception {
        HttpResponse<String> answer = send("POST", "conflicts/none/resolve", token("u-decides"), "{}");

        assertThat(answer.headers().firstValue("RateLimit-Limit")).contains("30");
    }

    @Test
    void administratorsAndSampleWritesAreCountedToo() throws Exception {
        String administrator = TestToken.of("u-admin")
                .in("org-one", "perm_Read", "perm_ManageUsers")
                .sign();
        String token = token("u-samples");
        for (int i = 0; i < 3; i++) {
            assertThat(send("POST", "/api/admin/revocations", administrator, "{}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(send("POST", "/api/demo/org-one/sample-write?outcome=none", token, "{}")
                            .statusCode())
                    .isEqualTo(400);
        }

        HttpResponse<String> revocation = send("POST", "/api/admin/revocations", administrator, "{}");

        assertThat(revocation.statusCode()).isEqualTo(429);
        assertThat(revocation.headers().firstValue("Retry-After")).isPresent();
        assertThat(RestClient.JSON.readTree(revocation.body()).get("code").stringValue())
                .isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(send("POST", "/api/demo/org-one/sample-write?outcome=none", token, "{}")
                        .statusCode())
                .isEqualTo(429);
        assertThat(send("POST", "/api/demo/org-two/sample-write?outcome=none", token, "{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void noBodyIsReadBeyondTheLimit() throws Exception {
        String administrator = TestToken.of("u-talks")
                .in("org-one", "perm_Read", "perm_ManageUsers")
                .sign();
        String body = "{\"userId\":\"" + "u".repeat(1_200_000) + "\"}";

        HttpResponse<String> known = send("POST", "/api/admin/revocations", administrator, body);
        HttpResponse<String> streamed = HTTP.send(
                HttpRequest.newBuilder(gateway.http("/api/demo/org-one/sample-write"))
                        .timeout(WireClient.PATIENCE)
                        .header("Authorization", "Bearer " + token("u-streams"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                        .build(),
                BodyHandlers.ofString());

        assertThat(known.statusCode()).isEqualTo(413);
        assertThat(streamed.statusCode()).isEqualTo(413);
        assertThat(known.body()).contains("PAYLOAD_TOO_LARGE");
        assertThat(streamed.body()).contains("PAYLOAD_TOO_LARGE");
    }

    @Test
    void theDescriptionNamesWhatAdministratorsMaySend() throws Exception {
        JsonNode api = RestClient.JSON.readTree(
                send("GET", "/v3/api-docs", token("u-reads"), "").body());

        assertThat(api.at("/paths/~1api~1admin~1revocations/post/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "400", "401", "403", "406", "413", "415", "429", "500", "503");
        assertThat(api.at("/components/schemas/RevocationOrder/properties").propertyNames())
                .containsExactlyInAnyOrder("userId", "organizationId");
        assertThat(api.at("/components/schemas/SampleWriteOrder/properties").propertyNames())
                .containsExactly("pfaId");
    }
}
