package com.pfavanguard.sync.pems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PemsProperties.UnmappedOrganizations;
import com.pfavanguard.sync.pems.PemsUpdateResult.VersionConflict;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What really goes over the wire, seen by a server that is not ours. */
class PemsWireTests {

    private static final OrganizationId ANDES = new OrganizationId("org-andes");
    private static final PfaId PFA = new PfaId("PFA-70412");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final LinkedBlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private HttpServer server;
    private HttpPemsClient client;

    private record Seen(String method, String path, Map<String, List<String>> headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        client = client(Map.of());
    }

    @AfterEach
    void stop() {
        end.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private HttpPemsClient client(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "sync.pems.base-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/eam/",
                "sync.pems.username", "gateway",
                "sync.pems.password", "pässword",
                "sync.pems.tenant", "VANGUARD"));
        settings.putAll(more);
        PemsProperties properties = PemsPropertiesTests.with(settings);
        URI baseUrl = properties.baseUri();
        OrganizationCodes codes = new OrganizationCodes(Map.of("org-andes", "ANDES"), UnmappedOrganizations.REFUSE);
        return new HttpPemsClient(() -> baseUrl, codes, properties, Clock.systemUTC(), ObservationRegistry.NOOP);
    }

    private void answer(HttpHandler handler) {
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    body));
            handler.handle(exchange);
            exchange.close();
        });
    }

    private void answer(int status, String body) {
        answer(exchange -> send(exchange, status, body));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static PemsUpdate update() {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("forecastEnd", "2026-11-30");
        changes.put("monthlyRate", "4125.50");
        changes.put("model", null);
        return new PemsUpdate(ANDES, PFA, PfaValues.of(changes), 7, "m.ortega", "Kept until commissioning");
    }

    private PemsException failedUpdate() {
        return catchThrowableOfType(PemsException.class, () -> client.update(update()));
    }

    @Test
    void anUpdateLooksAsTheContractSays() {
        answer(200, "{\"newVersion\":8}");

        client.update(update());

        Seen request = seen.remove();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("/eam/api/pems/pfa/PFA-70412");
        assertThat(request.body())
                .isEqualTo("{\"pfaId\":\"PFA-70412\",\"organizationCode\":\"ANDES\",\"changes\":{"
                        + "\"forecastEnd\":\"2026-11-30T00:00:00.000Z\",\"monthlyRate\":4125.5,\"model\":null},"
                        + "\"version\":7,\"modifiedBy\":\"m.ortega\",\"changeReason\":\"Kept until commissioning\"}");
        assertThat(request.headers())
                .containsEntry("Content-type", List.of("application/json"))
                .containsEntry("Accept", List.of("application/json"))
                .containsEntry("Tenant", List.of("VANGUARD"))
                .containsEntry("Organization", List.of("ANDES"))
                // gateway:pässword in UTF-8
                .containsEntry("Authorization", List.of("Basic Z2F0ZXdheTpww6Rzc3dvcmQ="))
                .doesNotContainKeys("Accept-encoding", "User-agent", "Cookie", "Upgrade");
    }

    @Test
    void aReasonThatWasNotGivenIsLeftOut() {
        answer(200, "{\"newVersion\":8}");
        PemsUpdate given = update();

        client.update(new PemsUpdate(ANDES, PFA, given.changes(), 7, "m.ortega", null));

        assertThat(seen.remove().body()).doesNotContain("changeReason");
    }

    @Test
    void aRedirectIsNotFollowed() {
        answer(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            send(exchange, 307, "");
        });

        assertThat(failedUpdate().retryable()).isFalse();

        assertThat(seen).hasSize(1);
    }

    @Test
    void aChallengeForCredentialsIsNotAnsweredWithASecondRequest() {
        answer(exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"PEMS\"");
            send(exchange, 401, "");
        });

        assertThat(failedUpdate().code()).isEqualTo(PemsErrorCode.UNAUTHORIZED);

        assertThat(seen).hasSize(1);
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() {
        client.close();
        client = client(Map.of("sync.pems.timeout", "300ms"));
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertThat(failedUpdate().code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
    }

    @Test
    void anEndlessAnswerIsCutOff() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = " ".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            try {
                while (end.getCount() > 0) {
                    exchange.getResponseBody().write(much);
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });

        assertThat(failedUpdate()).hasMessageContaining("sync.pems.max-response-size");
        assertThat(cut.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"8\"",
                "{}",
                "{\"newVersion\":null}",
                "{\"newVersion\":8.5}",
                "{\"newVersion\":-1}",
                "{\"newVersion\":0}",
                "{\"newVersion\":7}",
                "{\"newVersion\":9999999999}",
                "{\"newVersion\":8} trailing",
                "<html>Service desk</html>"
            })
    void aSuccessThatSaysNothingSensibleIsUnusable(String body) {
        answer(200, body);

        PemsException failure = failedUpdate();

        assertThat(failure.code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure).hasNoCause().hasMessageNotContaining("desk");
    }

    @Test
    void anEmptySuccessIsUnusable() {
        answer(204, "");

        assertThat(failedUpdate().code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{}", "{\"currentVersion\":\"many\"}", "{\"conflictingFields\":[null,\"<b>\"]}"})
    void aConflictIsOneWhateverItsBodySays(String body) {
        answer(409, body);

        assertThat(client.update(update())).isEqualTo(new VersionConflict(null, List.of()));
    }

    @Test
    void aConflictTellsOnlyFieldsThatExist() {
        answer(
                409,
                "{\"currentVersion\":9,\"conflictingFields\":[\"forecastEnd\",\"x\",\"forecastEnd\"],\"message\":\"m\"}");

        assertThat(client.update(update())).isEqualTo(new VersionConflict(9, List.of("forecastEnd")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pfaId\":\"PFA-1\",\"organizationCode\":\"ANDES\",\"version\":3,\"fields\":{}}",
                "{\"pfaId\":\"PFA-70412\",\"organizationCode\":\"RIO\",\"version\":3,\"fields\":{}}",
                "{\"pfaId\":\"PFA-70412\",\"organizationCode\":\"ANDES\",\"fields\":{}}",
                "{\"pfaId\":\"PFA-70412\",\"organizationCode\":\"ANDES\",\"version\":3}",
                "{\"pfaId\":\"PFA-70412\",\"organizationCode\":\"ANDES\",\"version\":3,\"fields\":[]}"
            })
    void aRecordMustBeWholeAndTheOneAskedFor(String body) {
        answer(200, body);

        PemsException failure = catchThrowableOfType(PemsException.class, () -> client.read(ANDES, PFA));

        assertThat(failure.code()).isEqualTo(PemsErrorCode.SERVER_ERROR);
    }

    @Test
    void aRecordKeepsTheFieldsTheDictionaryKnows() {
        answer(
                200,
                "{\"pfaId\":\"PFA-70412\",\"organizationCode\":\"ANDES\",\"version\":3,\"updatedAt\":\"2026-03-04\","
                        + "\"fields\":{\"monthlyRate\":\"0\",\"secret\":1}}");

        PfaRecord record = client.read(ANDES, PFA);

        assertThat(record.version()).isEqualTo(3);
        assertThat(record.values()).isEqualTo(PfaValues.of(Map.of("monthlyRate", 0)));
    }
}
