package com.pfavanguard.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What holds for the REST API as a whole: its one format, its errors, its description. */
@ExtendWith(OutputCaptureExtension.class)
class RestApiIT {

    private static TestGateway gateway;
    private static RestClient rest;

    @BeforeAll
    static void startAll(@TempDir Path data) {
        gateway = TestGateway.start(data, "--sync.worker.enabled=false", "--sync.pems.stand-in.port=0");
        rest = new RestClient(gateway);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
    }

    private record Raw(int status, String head, JsonNode body) {

        String code() {
            return body.path("code").asString("none");
        }
    }

    /** A request no client library would send. */
    private static Raw raw(String requestLine, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
            String request = Stream.concat(Stream.of(requestLine + " HTTP/1.1", "Host: localhost"), Stream.of(headers))
                    .reduce("", (head, line) -> head + line + "\r\n");
            String connection = request.contains("Connection:") ? "" : "Connection: close\r\n";
            socket.getOutputStream().write((request + connection + "\r\n").getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
            String body = answer.substring(head.length() + 4);
            boolean json = head.contains("application/problem+json");
            // Cuts the JSON object out of a chunked body: everything between the outer braces.
            JsonNode read = json
                    ? RestClient.JSON.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1))
                    : RestClient.JSON.nullNode();
            return new Raw(Integer.parseInt(head.substring(9, 12)), head, read);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/cbor", "application/xml", "text/plain"})
    void nothingButJsonIsRead(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.http("/api/pems/write-sync"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("organizationId: org-rio"))
                .build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"UNSUPPORTED_MEDIA_TYPE\"");
    }

    /** Also by controllers that are not part of the API for PEMS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"outcome\":\"conflict\"} | Unknown field at outcome",
                "{\"pfaId\":{}} | Wrong type of value at pfaId",
                "[] | The body must be one JSON object as documented"
            })
    void anUnreadableBodyIsAnsweredWithWhatIsWrongWithIt(String body, String detail) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.http("/api/demo/org-rio/sample-write"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = RestClient.JSON.readTree(answer.body());
        assertThat(problem.get("detail").stringValue()).isEqualTo(detail);
        assertThat(problem.get("code").stringValue()).isEqualTo("VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/xml", "text/html", "nonsense", "a/b/c;q=x"})
    void nothingButJsonIsWrittenAndAnErrorEvenToThoseWhoDoNotAcceptIt(String accept) throws IOException {
        Raw answer = raw("GET /api/pems/conflicts?organizationId=org-rio", "Accept: " + accept);

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.code()).isEqualTo("NOT_ACCEPTABLE");
    }

    @Test
    void anErrorGoesToThoseWhoAcceptNothingButPlainJson() throws IOException {
        Raw answer = raw("GET /api/pems/conflicts", "Accept: application/json;q=1");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.head()).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%2", "%ff"})
    void aBrokenEscapeInTheQueryIsTheCallersFault(String query, CapturedOutput output) throws IOException {
        Raw answer = raw("GET /api/pems/sync-status?organizationId=" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(output).doesNotContain("ERROR", "HttpException");
    }

    @Test
    void aBrokenEscapeInAHandshakeIsAProblemToo() throws IOException {
        Raw answer = raw(
                "GET /api/ws/sync/org-rio?lastEventId=%zz",
                "Connection: Upgrade, close",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("detail").stringValue()).contains("query");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/pems, 404, NOT_FOUND",
        "/api/pems/, 404, NOT_FOUND",
        "/api/pems/nothing, 404, NOT_FOUND",
        "/api/pems/%2e%2e/conflicts, 400, BAD_REQUEST",
        "/api/pems%2fconflicts, 400, BAD_REQUEST",
    })
    void anAddressWithNothingBehindItIsAProblemWithACode(String path, int status, String code) throws IOException {
        Raw answer = raw("GET " + path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("detail").asString("")).doesNotContain("resource");
    }

    @Test
    void aBodyAnnouncedAsTooLongIsRefusedBeforeItComes() throws IOException {
        Raw answer = raw("POST /api/pems/write-sync", "Content-Type: application/json", "Content-Length: 999999999999");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void nobodyGetsARequestEchoed() throws IOException {
        assertThat(raw("TRACE /api/pems/conflicts", "Authorization: s3cret").status())
                .isEqualTo(405);
        assertThat(raw("TRACE /", "Authorization: s3cret").status()).isEqualTo(405);
    }

    @Test
    void twoCopiesOfTheOrganizationMustAgree() {
        Map<String, Object> request = Map.of("organizationId", "org-a", "modifications", new Object[] {Map.of()});

        RestClient.Answer answer = rest.post("/write-sync?organizationId=org-b", request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("VALIDATION_ERROR");
        assertThat(rest.post("/write-sync?organizationId=org-a", request)
                        .body()
                        .get("code")
                        .stringValue())
                .isEqualTo("VALIDATION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5.5", "true"})
    void aScalarIsNoText(String scalar) {
        RestClient.Answer answer = rest.post("/write-sync", "{\"organizationId\":" + scalar + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("detail").stringValue()).contains("Wrong type of value at organizationId");
    }

    @Test
    void halfACharacterIsAFault() {
        RestClient.Answer answer = rest.post("/write-sync", """
            {"organizationId":"org-a", "modifications":[{"pfaId":"PFA-1", "baseVersion":1, "modifiedBy":"\\ud83d",
             "modificationId":"\\ude00", "changes":{"model":"a\\ud83d"}}]}
            """);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/validationErrors/0/errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("modificationId", "modifiedBy", "model");
    }

    @Test
    void aNumberTooLargeToBeOneIsNotTakenForText() {
        RestClient.Answer answer = rest.post("/write-sync", """
            {"organizationId":"org-a", "modifications":[
             {"pfaId":"PFA-1", "baseVersion":1, "changes":{"category":1e999}}]}
            """);

        assertThat(answer.status()).isEqualTo(400);
    }

    private static JsonNode description() throws Exception {
        return RestClient.JSON.readTree(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(gateway.http("/v3/api-docs")).build(), BodyHandlers.ofString())
                .body());
    }

    @Test
    void theDescriptionNamesTheRestApiAlone() throws Exception {
        JsonNode api = description();

        assertThat(api.get("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/api/pems/write-sync",
                        "/api/pems/sync-status",
                        "/api/pems/conflicts",
                        "/api/pems/conflicts/{conflictId}/resolve",
                        "/api/pems/failed",
                        "/api/pems/failed/{itemId}",
                        "/api/pems/failed/{itemId}/retry",
                        "/api/sync/{organizationId}/states",
                        "/api/sync/{organizationId}/events",
                        "/api/sync/{organizationId}/caller",
                        "/api/demo/{organizationId}/day",
                        "/api/demo/{organizationId}/sample-write");
        assertThat(api.at("/paths/~1api~1demo~1{organizationId}~1sample-write/post/responses")
                        .propertyNames())
                .containsExactlyInAnyOrder("202", "400", "401", "403", "406", "413", "415", "429", "500", "503");
        assertThat(api.at("/info/title").stringValue()).isEqualTo("PFA Vanguard sync-event gateway");
        assertThat(api.at("/info/version").stringValue()).matches("\\d.*");
        assertThat(api.at("/info/description").stringValue()).contains("PEMS");
    }

    @Test
    void theDescriptionTellsWhatFieldsHold() throws Exception {
        JsonNode schemas = description().at("/components/schemas");

        JsonNode changes = schemas.get("PfaChanges");
        assertThat(changes.get("properties").size()).isEqualTo(12);
        assertThat(changes.get("additionalProperties").booleanValue()).isFalse();
        assertThat(changes.at("/properties/monthlyRate/type").toString()).isEqualTo("[\"number\",\"null\"]");
        assertThat(changes.at("/properties/forecastEnd/format").stringValue()).isEqualTo("date-time");
        assertThat(changes.at("/properties/dor/enum").toString()).isEqualTo("[\"BEO\",\"PROJECT\",null]");
        assertThat(schemas.at("/Modification/properties/changes/$ref").stringValue())
                .endsWith("/PfaChanges");
        assertThat(schemas.at("/Modification/required").toString())
                .isEqualTo("[\"baseVersion\",\"changes\",\"pfaId\"]");
        assertThat(schemas.at("/Modification/properties/modifiedBy/description").stringValue())
                .contains("perm_ActForOthers");
        assertThat(schemas.at("/ConflictListing/properties").propertyNames()).contains("conflicts");
        assertThat(schemas.at("/FailedListing/properties").propertyNames()).contains("failed");
        assertThat(schemas.at("/PfaValues/properties").propertyNames())
                .contains("originalStart", "model")
                .doesNotContain("empty");
    }

    @Test
    void theDescriptionTellsEveryError() throws Exception {
        JsonNode api = description();

        assertThat(api.at("/components/schemas/Problem/properties/code/enum").toString())
                .contains("VALIDATION_FAILED", "QUEUE_FULL");
        JsonNode write = api.at("/paths/~1api~1pems~1write-sync/post");
        assertThat(write.get("responses").propertyNames())
                .containsExactlyInAnyOrder("200", "400", "401", "403", "406", "409", "413", "415", "429", "500", "503");
        assertThat(write.at("/responses/400/content/application~1problem+json/schema/$ref")
                        .stringValue())
                .endsWith("/Problem");
        assertThat(write.get("responses").get("429").get("headers").propertyNames())
                .containsExactly("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
        assertThat(write.get("parameters").findValuesAsString("name")).containsExactly("Idempotency-Key");
        assertThat(api.at("/paths/~1api~1pems~1conflicts~1{conflictId}~1resolve/post/responses")
                        .propertyNames())
                .contains("404", "409");
        assertThat(api.at("/paths/~1api~1pems~1conflicts/get/responses/200/content")
                        .propertyNames())
                .containsExactly("application/json");
    }

    @Test
    void theDescriptionComesAsYamlToo() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(gateway.http("/v3/api-docs.yaml")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("openapi:");
    }
}
