package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.contract.OpenApiFile;
import com.pfavanguard.sync.security.SecuritySettingsException;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.userdetails.UserDetailsService;
import tools.jackson.databind.JsonNode;

/** Who gets to which path of a gateway that asks for tokens. */
class GuardedPathsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String USER = TestToken.reader("u-1", "org-a");
    private static final String WRITER =
            TestToken.of("u-2").in("org-a", "perm_Read", "perm_Sync").sign();
    private static final String ADMIN =
            TestToken.of("boss").in("org-a", "perm_Read", "perm_ManageUsers").sign();

    private static final String OPERATOR =
            TestToken.of("ops").in("org-a", "perm_Read", "perm_ViewAllOrgs").sign();

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data, TestToken.settings("--sync.security.allowed-origins=https://app.example"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> send(String method, String path, String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.http(path))
                .timeout(WireClient.PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Neither a scraper's token nor that of one organization's administrator may send all clients away. */
    @Test
    void aDrainIsForOperatorsWhoAlsoAdminister() throws Exception {
        String both = TestToken.of("chief")
                .in("org-a", "perm_Read", "perm_ViewAllOrgs", "perm_ManageUsers")
                .sign();

        HttpResponse<String> answer = send("GET", "/actuator/drain", both);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"state\":\"NONE\"");
    }

    @ParameterizedTest
    @CsvSource({
        // method, path, nobody, reader, writer, administrator, operator
        "GET,  /,                                           200, 200, 200, 200, 200",
        "HEAD, /,                                           200, 200, 200, 200, 200",
        "GET,  /sync-client.js,                             200, 200, 200, 200, 200",
        "HEAD, /sync-client.js,                             200, 200, 200, 200, 200",
        "GET,  /docs,                                       302, 302, 302, 302, 302",
        "GET,  /docs/,                                      200, 200, 200, 200, 200",
        "GET,  /docs/errors,                                200, 200, 200, 200, 200",
        "GET,  /docs/nothing,                               404, 404, 404, 404, 404",
        "GET,  /admin,                                      200, 200, 200, 200, 200",
        "GET,  /asyncapi.yaml,                              200, 200, 200, 200, 200",
        "GET,  /openapi.json,                               200, 200, 200, 200, 200",
        "GET,  /schema/events.json,                         200, 200, 200, 200, 200",
        "GET,  /schema/published-events.json,               200, 200, 200, 200, 200",
        "GET,  /favicon.ico,                                404, 404, 404, 404, 404",
        "GET,  /actuator/health,                            200, 200, 200, 200, 200",
        "GET,  /actuator/health/readiness,                  200, 200, 200, 200, 200",
        "GET,  /actuator/health/nothing,                    404, 404, 404, 404, 404",
        "GET,  /actuator/admin,                             401, 403, 403, 403, 200",
        "GET,  /actuator/prometheus,                        401, 403, 403, 403, 200",
        "GET,  /actuator/sbom,                              401, 403, 403, 403, 200",
        "GET,  /actuator/drain,                             401, 403, 403, 403, 403",
        "POST, /actuator/drain,                             401, 403, 403, 403, 403",
        "GET,  /actuator/sessions,                          401, 403, 403, 403, 200",
        "GET,  /actuator/rooms,                             401, 403, 403, 403, 200",
        "GET,  /actuator/link,                              401, 403, 403, 403, 200",
        "GET,  /actuator/queues,                            401, 403, 403, 403, 200",
        "GET,  /actuator/worker,                            401, 403, 403, 403, 200",
        "GET,  /actuator/refusals,                          401, 403, 403, 403, 200",
        "GET,  /actuator/audit,                             401, 403, 403, 403, 200",
        "GET,  /actuator/pauses,                            401, 403, 403, 403, 200",
        "GET,  /actuator/tail?types=nothing,                401, 403, 403, 403, 400",
        "POST, /actuator/pauses/org-a,                      401, 403, 403, 403, 403",
        "DELETE, /actuator/pauses/org-a,                    401, 403, 403, 403, 403",
        "DELETE, /actuator/sessions/1,                      401, 403, 403, 403, 403",
        "POST, /actuator/failed,                            401, 403, 403, 403, 403",
        "POST, /actuator/revoke,                            401, 403, 403, 403, 403",
        "GET,  /v3/api-docs,                                401, 200, 200, 200, 200",
        "GET,  /v3/api-docs.yaml,                           401, 200, 200, 200, 200",
        "GET,  /api/pems/sync-status?organizationId=org-a,  401, 200, 200, 200, 200",
        "GET,  /api/pems/sync-status?organizationId=org-b,  401, 403, 403, 403, 403",
        "POST, /api/pems/write-sync,                        401, 400, 400, 400, 400",
        "POST, /api/demo/org-a/sample-write,                401, 403, 202, 403, 403",
        "POST, /api/demo/org-b/sample-write,                401, 403, 403, 403, 403",
        "GET,  /api/demo/org-a/day,                         401, 403, 404, 403, 403",
        "GET,  /api/sync/org-a/caller,                      401, 200, 200, 200, 200",
        "GET,  /api/sync/org-b/caller,                      401, 403, 403, 403, 403",
        "POST, /api/admin/revocations,                      401, 403, 403, 400, 403",
        "GET,  /nowhere,                                    401, 404, 404, 404, 404",
        "GET,  /api/nowhere,                                401, 404, 404, 404, 404",
        "GET,  /actuator/env,                               401, 404, 404, 404, 404",
        "POST, /,                                           401, 404, 404, 404, 404",
    })
    void eachPathIsForThoseItIsMeantFor(
            String method, String path, int nobody, int reader, int writer, int administrator, int operator)
            throws Exception {
        String[] tokens = {null, USER, WRITER, ADMIN, OPERATOR};
        int[] expected = {nobody, reader, writer, administrator, operator};
        for (int i = 0; i < tokens.length; i++) {
            HttpResponse<String> answer = send(method, path, tokens[i]);
            assertThat(answer.statusCode()).as(i + ": " + answer.body()).isEqualTo(expected[i]);
            if (expected[i] >= 400) {
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(answer.body()).contains("\"code\":");
            }
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void healthHasDetailsForOperatorsOnly() throws Exception {
        assertThat(send("GET", "/actuator/health", null).body())
                .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
        assertThat(send("GET", "/actuator/health", USER).body()).doesNotContain("components");
        assertThat(send("GET", "/actuator/health", ADMIN).body()).doesNotContain("components");
        assertThat(send("GET", "/actuator/health", OPERATOR).body()).contains("components", "brokerLink");
    }

    /** Here, because only a gateway that asks for tokens has all operations. */
    @Test
    void theDescriptionInTheTreeIsTheGatewaysOwn() throws Exception {
        OpenApiFile.check(
                RestClient.JSON.readTree(send("GET", "/v3/api-docs", USER).body()));
    }

    @Test
    void thePagesOfTheContractAreServedUnderTheStrictPolicy() throws Exception {
        for (String page : List.of("", "errors", "close-codes", "openapi", "asyncapi", "schema")) {
            HttpResponse<String> answer = send("GET", "/docs/" + page, null);

            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "style-src 'self'");
            assertThat(answer.body()).contains("<main>");
        }
    }

    @Test
    void theDescriptionOfTheApiSaysThatTokensAreAskedFor() throws Exception {
        JsonNode api =
                RestClient.JSON.readTree(send("GET", "/v3/api-docs", USER).body());

        assertThat(api.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
        assertThat(api.at("/security/0").propertyNames()).containsExactly("token");
        List<JsonNode> operations = new ArrayList<>();
        api.path("paths").forEach(path -> path.forEach(operations::add));
        assertThat(operations).hasSizeGreaterThan(5);
        for (JsonNode operation : operations) {
            assertThat(operation.path("responses").propertyNames()).contains("401", "403");
            assertThat(operation
                            .at("/responses/401/content/application~1problem+json/schema/$ref")
                            .asString())
                    .endsWith("Problem");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sync-client.js", "/actuator/health", "/actuator/health/readiness"})
    void whatIsForEverybodyDoesNotMindATokenThatIsNotGood(String path) throws Exception {
        for (String authorization : List.of("Basic dTpw", "Bearer nonsense", "Bearer")) {
            assertThat(send("GET", path, null, "Authorization", authorization).statusCode())
                    .isEqualTo(200);
        }
        assertThat(send("GET", "/actuator/health", "nonsense").body()).doesNotContain("components");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/admin/revocations, {",
        "/api/admin/revocations, []",
        "/api/admin/revocations, '{\"userId\":5}'",
        "/api/admin/revocations, '{\"user\":\"u-1\"}'",
        "/api/demo/org-a/sample-write, {",
        "/api/demo/org-a/sample-write, '{\"pfaId\":\"#\"}'",
        "/api/demo/org-a/sample-write?outcome=none, {}",
    })
    void whateverIsWrongWithABodyHasACode(String path, String body) throws Exception {
        String token = TestToken.of("all")
                .in("org-a", "perm_Read", "perm_Sync", "perm_ManageUsers")
                .sign();
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(gateway.http(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"VALIDATION_ERROR\"");
    }

    @Test
    void traceIsRefusedWithAProblem() throws Exception {
        HttpResponse<String> answer = send("TRACE", "/", USER);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("\"code\":\"METHOD_NOT_ALLOWED\"");
    }

    @Test
    void amountsNeedTheirPermission() throws Exception {
        assertThat(send("GET", "/api/pems/conflicts?organizationId=org-a", USER).statusCode())
                .isEqualTo(200);
        HttpResponse<String> foreign = send("GET", "/api/pems/conflicts?organizationId=org-b", USER);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("ORG_ACCESS_DENIED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api/pems/sync-status?organizationId=org-a", "/api/ws/sync/org-a", "/actuator/health"})
    void foreignPagesAreRefusedWithAProblem(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, USER, "Origin", "https://evil.example");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"FORBIDDEN\"", "sync.security.allowed-origins");
    }

    @Test
    void pagesOfAnAllowedOriginMayUseRest() throws Exception {
        HttpResponse<String> preflight = send(
                "OPTIONS",
                "/api/pems/failed/1f7b1d2e-5c51-4f0e-9d56-0f6f1f0a0001",
                null,
                "Origin",
                "https://app.example",
                "Access-Control-Request-Method",
                "DELETE",
                "Access-Control-Request-Headers",
                "authorization,content-type,traceparent");
        HttpResponse<String> answer =
                send("GET", "/api/pems/sync-status?organizationId=org-a", USER, "Origin", "https://app.example");

        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://app.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void ownPagesMayAlways() throws Exception {
        assertThat(send(
                                "GET",
                                "/api/pems/sync-status?organizationId=org-a",
                                USER,
                                "Origin",
                                gateway.http("").toString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutTokensAGatewayStaysOnThisMachine(@TempDir Path other) {
        assertThatThrownBy(() -> TestGateway.start(other, "--server.address=0.0.0.0"))
                .hasRootCauseInstanceOf(SecuritySettingsException.class)
                .rootCause()
                .hasMessageContaining("server.address=0.0.0.0");
        assertThat(other).isEmptyDirectory(); // not even the broker has begun
    }

    @Test
    void nobodyCanLogInWithAPassword() {
        assertThat(gateway.names(UserDetailsService.class)).isEmpty();
    }
}
