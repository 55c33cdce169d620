package com.pfavanguard.sync.pems.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.pems.PfaValidator;
import com.pfavanguard.sync.pems.PfaValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in as a developer uses it from the command line. */
class StandInPemsTests {

    private static final StandInPems PEMS = new StandInPems(0, Clock.systemUTC());
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        PEMS.start();
    }

    @AfterAll
    static void stop() {
        PEMS.stop();
    }

    @BeforeEach
    void reset() {
        PEMS.reset();
    }

    private record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    private static HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(PEMS.baseUrl() + path))
                .header("organization", "RIO")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            JsonNode body = response.body().startsWith("{")
                    ? JsonMapper.shared().readTree(response.body())
                    : JsonMapper.shared().createObjectNode();
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer send(String method, String path, String body) {
        return send(request(method, path, body));
    }

    private static Answer read(String pfaId) {
        return send("GET", "/api/pems/pfa/" + pfaId, "");
    }

    private static String put(int version, String changes) {
        return "{\"pfaId\":\"PFA-1\",\"organizationCode\":\"RIO\",\"changes\":%s,\"version\":%d,\"modifiedBy\":\"m\"}"
                .formatted(changes, version);
    }

    private static Answer update(int version, String changes) {
        return send("PUT", "/api/pems/pfa/PFA-1", put(version, changes));
    }

    @Test
    void aRecordNobodyHasSeenIsMadeUpAndAlwaysTheSame() {
        JsonNode first = read("PFA-1").body();

        PEMS.reset();

        assertThat(first.path("version").intValue()).isEqualTo(1);
        assertThat(read("PFA-1").body().path("fields")).isEqualTo(first.path("fields"));
        assertThat(read("PFA-2").body().path("fields")).isNotEqualTo(first.path("fields"));
    }

    @Test
    void madeUpRecordsKeepEveryRule() {
        for (int i = 0; i < 500; i++) {
            PfaValues record = PEMS.values("RIO", "PFA-" + i);
            PfaValues asNew = record.overlaidWith(PfaValues.of(Map.of("organizationId", "org-rio")));

            assertThat(PfaValidator.create(asNew)).isEmpty();
        }
    }

    @Test
    void anUpdateGivesTheNextVersion() {
        Answer answer = update(1, "{\"model\":\"336\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("newVersion").intValue()).isEqualTo(2);
        assertThat(read("PFA-1").body().at("/fields/model").stringValue()).isEqualTo("336");
    }

    @Test
    void aChangeBehindTheUsersBackMakesTheNextUpdateAConflict() {
        send("POST", "/stand-in/pfa/RIO/PFA-1", "{\"model\":\"390\",\"isActualized\":true}");

        Answer answer = update(1, "{\"model\":\"336\",\"manufacturer\":\"Caterpillar\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("currentVersion").intValue()).isEqualTo(2);
        assertThat(answer.body().path("conflictingFields")).hasSize(1).first().hasToString("\"model\"");
    }

    @Test
    void aConflictAboutOtherFieldsNamesAllThatWereToBeSet() {
        send("POST", "/stand-in/pfa/RIO/PFA-1", "{\"category\":\"Cranes\"}");

        Answer answer = update(1, "{\"model\":\"336\",\"manufacturer\":\"Caterpillar\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("conflictingFields")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"pfaId\":\"PFA-1\",\"organizationCode\":\"RIO\",\"changes\":{},\"version\":1,\"modifiedBy\":\"m\"}",
                "{\"pfaId\":\"PFA-2\",\"organizationCode\":\"RIO\",\"changes\":{\"model\":\"1\"},\"version\":1,\"modifiedBy\":\"m\"}",
                "{\"pfaId\":\"PFA-1\",\"organizationCode\":\"LIM\",\"changes\":{\"model\":\"1\"},\"version\":1,\"modifiedBy\":\"m\"}",
                "{\"pfaId\":\"PFA-1\",\"organizationCode\":\"RIO\",\"changes\":{\"model\":\"1\"},\"version\":1}"
            })
    void anUpdateThatBreaksTheContractIsABadRequest(String body) {
        assertThat(send("PUT", "/api/pems/pfa/PFA-1", body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour", "originalStart", "notes"})
    void fieldsTheWriteApiDoesNotTakeAreRefused(String field) {
        assertThat(update(1, "{\"" + field + "\":\"x\"}").status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "401", "403", "404", "409", "422", "429", "500", "503"})
    void itAnswersWithTheStatusItIsToldTo(String status) {
        send("POST", "/stand-in/behaviour", "{\"mode\":" + status + ",\"times\":2,\"operation\":\"update\"}");

        assertThat(read("PFA-1").status()).isEqualTo(200);
        assertThat(update(1, "{\"model\":\"1\"}").status()).isEqualTo(Integer.parseInt(status));
        assertThat(update(1, "{\"model\":\"1\"}").status()).isEqualTo(Integer.parseInt(status));
        assertThat(update(1, "{\"model\":\"1\"}").status()).isEqualTo(200);
    }

    @Test
    void itSendsTheRetryAfterItIsToldTo() {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"429\",\"retryAfter\":7}");

        assertThat(read("PFA-1").response().headers().firstValue("retry-after")).contains("7");
    }

    @Test
    void behavioursAreUsedInOrderAndMayConcernOneRecord() {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"missing\",\"pfaId\":\"PFA-9\",\"times\":0}");
        send("POST", "/stand-in/behaviour", "{\"mode\":\"503\"}");
        send("POST", "/stand-in/behaviour", "{\"mode\":\"500\"}");

        assertThat(List.of(
                        read("PFA-9").status(),
                        read("PFA-1").status(),
                        read("PFA-9").status(),
                        read("PFA-1").status(),
                        read("PFA-1").status()))
                .containsExactly(404, 503, 404, 500, 200);
        assertThat(send("GET", "/stand-in/behaviour", "").body().path("waiting"))
                .hasSize(1);
        assertThat(send("DELETE", "/stand-in/behaviour", "").body().path("waiting"))
                .isEmpty();
        assertThat(read("PFA-9").status()).isEqualTo(200);
    }

    @Test
    void aSlowAnswerComesAfterAllAndHoldsNobodyUp() throws Exception {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"slow\",\"delay\":\"200ms\",\"pfaId\":\"PFA-1\"}");
        CompletableFuture<HttpResponse<String>> slow =
                HTTP.sendAsync(request("GET", "/api/pems/pfa/PFA-1", "").build(), BodyHandlers.ofString());

        assertThat(slow.get().statusCode()).isEqualTo(200);
        assertThat(PEMS.calls().list()).extracting(StandInCall::behaviour).containsExactly("slow");
    }

    @Test
    void moreRequestsCanHangThanThereAreThreads() {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"hang\",\"times\":50}");
        for (int i = 0; i < 50; i++) {
            HTTP.sendAsync(request("GET", "/api/pems/pfa/PFA-1", "").build(), BodyHandlers.ofString());
        }
        await().until(() -> PEMS.calls().total() == 50);

        assertThat(read("PFA-1").status()).isEqualTo(200);
    }

    @Test
    void aHealthCheckUsesUpNothingThatWasMeantForARecord() {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"503\"}");

        assertThat(send("GET", "/api/pems/health", "").status()).isEqualTo(200);
        assertThat(read("PFA-1").status()).isEqualTo(503);
    }

    @Test
    void callsAreCountedWithTheirTimes() {
        read("PFA-1");
        update(1, "{\"model\":\"1\"}");

        JsonNode calls = send("GET", "/stand-in/calls", "").body();

        assertThat(calls.path("total").intValue()).isEqualTo(2);
        assertThat(calls.path("reads").intValue()).isEqualTo(1);
        assertThat(calls.path("updates").intValue()).isEqualTo(1);
        assertThat(calls.at("/calls/1/operation").stringValue()).isEqualTo("update");
        assertThat(calls.at("/calls/1/pfaId").stringValue()).isEqualTo("PFA-1");
        assertThat(calls.at("/calls/1/at").stringValue()).endsWith("Z");
        assertThat(send("DELETE", "/stand-in/calls", "").body().path("total").intValue())
                .isZero();
    }

    @Test
    void oneRecordsBehavioursAreTakenBackAlone() {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"503\",\"pfaId\":\"PFA-1\",\"times\":0}");
        send("POST", "/stand-in/behaviour", "{\"mode\":\"400\",\"pfaId\":\"PFA-2\",\"times\":0}");
        send("POST", "/stand-in/behaviour", "{\"mode\":\"500\",\"operation\":\"update\",\"times\":0}");

        Answer left = send("DELETE", "/stand-in/behaviour?pfaId=PFA-1", "");

        assertThat(left.body().path("waiting")).hasSize(2);
        assertThat(send("GET", "/stand-in/behaviour?pfaId=PFA-2", "").body().path("waiting"))
                .hasSize(1);
        assertThat(send("GET", "/stand-in/behaviour", "").body().path("waiting"))
                .hasSize(2);
        assertThat(read("PFA-1").status()).isEqualTo(200);
        assertThat(read("PFA-2").status()).isEqualTo(400);
    }

    @Test
    void oneRecordsCallsAreListedAlone() {
        read("PFA-1");
        read("PFA-2");
        read("PFA-1");

        JsonNode calls = send("GET", "/stand-in/calls?pfaId=PFA-1", "").body();

        assertThat(calls.path("total").intValue()).isEqualTo(2);
        assertThat(calls.path("calls")).hasSize(2);
        assertThat(calls.at("/calls/0/organizationCode").stringValue()).isEqualTo("RIO");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/stand-in/behaviour?pfaid=PFA-1",
        "DELETE,/stand-in/behaviour?pfaId=",
        "DELETE,/stand-in/calls?pfaId=PFA-1",
        "POST,/stand-in/behaviour?pfaId=PFA-1",
        "GET,/stand-in/pfa/RIO/PFA-1?pfaId=PFA-1"
    })
    void aParameterThatMeansNothingIsRefused(String method, String path) {
        send("POST", "/stand-in/behaviour", "{\"mode\":\"503\"}");
        read("PFA-9");
        send("POST", "/stand-in/behaviour", "{\"mode\":\"503\"}");

        assertThat(send(method, path, "{\"mode\":\"503\"}").status()).isEqualTo(400);
        assertThat(PEMS.calls().total()).isEqualTo(1);
        assertThat(send("GET", "/stand-in/behaviour", "").body().path("waiting"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /stand-in/behaviour | {\"mode\":\"sulk\"}",
                "POST | /stand-in/behaviour | {\"mode\":\"200\"}",
                "POST | /stand-in/behaviour | {\"mode\":\"503\",\"tmies\":3}",
                "POST | /stand-in/behaviour | {\"mode\":\"503\",\"times\":-1}",
                "POST | /stand-in/behaviour | {\"mode\":\"slow\",\"delay\":\"soon\"}",
                "POST | /stand-in/behaviour | {}",
                "POST | /stand-in/behaviour | mode=503",
                "POST | /stand-in/pfa/RIO/PFA-1 | {}",
                "POST | /stand-in/pfa/RIO/PFA-1 | {\"colour\":\"red\"}"
            })
    void whatItCannotDoItSaysInsteadOfGuessing(String method, String path, String body) {
        Answer answer = send(method, path, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("message").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"POST,/stand-in/behaviour", "GET,/stand-in/calls", "PUT,/api/pems/pfa/PFA-1", "GET,/api/pems/pfa/PFA-1"
    })
    void noWebPageCanReachIt(String method, String path) throws IOException {
        assertThat(raw(method, path, "Host: 127.0.0.1", "Origin: https://example.com"))
                .contains(" 403 ");
        assertThat(raw(method, path, "Host: pems.attacker.example")).contains(" 403 ");
        assertThat(raw("TRACE", path, "Host: localhost")).contains(" 405 ");
        assertThat(PEMS.calls().list()).isEmpty();
    }

    private static String raw(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", PEMS.baseUrl().getPort())) {
            socket.setSoTimeout(30_000);
            String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\norganization: RIO\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "GET,/api/pems/pfa/", "GET,/stand-in", "GET,/stand-in/secrets", "DELETE,/api/pems/pfa/PFA-1"})
    void everythingElseIsNotThere(String method, String path) {
        assertThat(send(method, path, "").status()).isEqualTo(404);
    }

    @Test
    void anEndlessBodyIsNotRead() {
        assertThat(update(1, "{\"model\":\"" + "x".repeat(2_000_000) + "\"}").status())
                .isEqualTo(413);
    }

    @Test
    void aTakenPortIsNamed() {
        int port = PEMS.baseUrl().getPort();

        assertThatThrownBy(() -> new StandInPems(port, Clock.systemUTC()).start())
                .isInstanceOf(StandInStartException.class)
                .hasMessageContaining(String.valueOf(port));
    }
}
