package com.pfavanguard.sync.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.contract.OpenApiFile;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** First paint: the states by REST and as a snapshot, and what becomes of them when something is restarted. */
class StatesIT {

    private static final int RING = 50;
    private static final String TOKEN = TestToken.of("anna")
            .in("org-a", "perm_Read")
            .in("org-b", "perm_Read")
            .in("org-pages", "perm_Read")
            .in("org-cursor", "perm_Read")
            .in("org-snapshot", "perm_Read")
            .in("org-ring", "perm_Read")
            .sign();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data, TestToken.settings("--sync.broker.history.size=" + RING, "--sync.api.states-per-minute=100000"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> get(TestGateway at, String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at.http(path)).GET();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            OpenApiFile.check("GET", answer.uri(), null, answer.statusCode(), json(answer));
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static JsonNode states(TestGateway at, String organizationAndQuery) {
        String[] parts = organizationAndQuery.split("\\?");
        String path = "/api/sync/" + parts[0] + "/states" + (parts.length > 1 ? "?" + parts[1] : "");
        HttpResponse<String> answer = get(at, path, TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static Map<String, String> shown(JsonNode answer) {
        return StreamSupport.stream(answer.get("states").spliterator(), false)
                .collect(HashMap::new, (all, event) -> show(all, event), Map::putAll);
    }

    private static void show(Map<String, String> shown, JsonNode event) {
        shown.put(event.get("pfaId").stringValue(), event.get("eventId").stringValue());
    }

    /** Publishes one event for each of the records, and waits until the gateway has read it. */
    private static Map<String, String> publish(String organizationId, int records) {
        Map<String, String> published = new HashMap<>();
        IntStream.range(0, records)
                .mapToObj("PFA-%03d"::formatted)
                .forEach(pfaId -> published.put(pfaId, gateway.publish(organizationId, pfaId)));
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() ->
                        shown(states(gateway, organizationId + "?limit=1000")).equals(published));
        return published;
    }

    /** Waits until one of these keeps the states, and all have given theirs to the broker. */
    private static void awaitSaved(TestGateway... gateways) {
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> sum("sync.states.keeper", gateways) == 1 && sum("sync.states.waiting", gateways) == 0);
    }

    private static int sum(String gauge, TestGateway... gateways) {
        return Stream.of(gateways)
                .mapToInt(each ->
                        (int) each.bean(MeterRegistry.class).get(gauge).gauge().value())
                .sum();
    }

    @Test
    void pagesOfStatesAndTheEventsBehindThem() {
        Map<String, String> published = publish("org-pages", 7);
        HttpResponse<String> first = get(gateway, "/api/sync/org-pages/states?limit=4", TOKEN);
        JsonNode page = json(first);
        String position = page.get("position").stringValue();
        String live = gateway.publish("org-pages", "PFA-001");

        JsonNode second =
                states(gateway, "org-pages?limit=4&cursor=" + page.get("next").stringValue());

        assertThat(first.headers().firstValue("Last-Event-Id")).contains(position);
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(first.headers().firstValue("RateLimit-Remaining")).isPresent();
        assertThat(page.get("counts").get("SYNC_SUCCESS").intValue()).isEqualTo(7);
        assertThat(page.get("counts").get("SYNC_FAILED").intValue()).isZero();
        assertThat(page.get("uncertainBefore").isNull()).isTrue();
        assertThat(page.get("states")).hasSize(4);
        assertThat(second.get("states")).hasSize(3);
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(second.get("position").stringValue()).isEqualTo(position);
        Map<String, String> both = shown(page);
        both.putAll(shown(second));
        assertThat(both).isEqualTo(published);
        Awaitility.await().atMost(WireClient.PATIENCE).untilAsserted(() -> {
            JsonNode events = json(get(gateway, "/api/sync/org-pages/events?after=" + position, TOKEN));
            assertThat(events.get("recovered").booleanValue()).isTrue();
            assertThat(events.get("events")).hasSize(1);
            assertThat(events.get("position").stringValue()).isEqualTo(live);
            assertThat(events.get("more").booleanValue()).isFalse();
        });
        assertThat(states(gateway, "org-pages?pfaId=PFA-002,PFA-nothing&type=SYNC_SUCCESS&type=SYNC_FAILED")
                        .get("states"))
                .hasSize(1);
        assertThat(states(gateway, "org-pages?type=SYNC_CONFLICT").get("states"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "org-a/states?limit=0, 400, VALIDATION_ERROR",
        "org-a/states?limit=1001, 400, VALIDATION_ERROR",
        "org-a/states?limit=many, 400, VALIDATION_ERROR",
        "org-a/states?type=SYNC_NOTHING, 400, VALIDATION_ERROR",
        "org-a/states?type=, 400, VALIDATION_ERROR",
        "org-a/states?pfaId=a%20b, 400, VALIDATION_ERROR",
        "org-a/states?cursor=bm90IG9uZSBvZiBvdXJz, 400, VALIDATION_ERROR",
        "org-a/events?limit=0, 400, VALIDATION_ERROR",
        "org-a/events?after=, 400, VALIDATION_ERROR",
        "org-c/states, 403, ORG_ACCESS_DENIED",
        "org-c/events, 403, ORG_ACCESS_DENIED",
        "org.c/states, 400, VALIDATION_ERROR",
    })
    void tellsWhatIsWrong(String request, int status, String code) {
        HttpResponse<String> answer = get(gateway, "/api/sync/" + request, TOKEN);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("code").stringValue()).isEqualTo(code);
        assertThat(get(gateway, "/api/sync/" + request, null).statusCode()).isEqualTo(401);
    }

    @Test
    void aCursorIsOfOneOrganization() {
        publish("org-cursor", 2);
        String cursor = states(gateway, "org-cursor?limit=1").get("next").stringValue();

        assertThat(get(gateway, "/api/sync/org-a/states?cursor=" + cursor, TOKEN)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSnapshotComesBeforeTheEventsUnlessTheClientGoesOn() {
        Map<String, String> published = publish("org-snapshot", 8);
        try (WireClient plain = WireClient.openWithToken(
                        gateway.webSocket("org-snapshot?snapshot=true&pfa-ids=PFA-003"), TOKEN);
                WireClient stomp = WireClient.openWithToken(gateway.webSocket("org-snapshot"), TOKEN, "v12.stomp")) {
            stomp.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
            stomp.nextFrame("CONNECTED");
            JsonNode greeting = stomp.subscribe("org-snapshot", "snapshot:true");
            JsonNode snapshot = stomp.nextEvent();
            JsonNode ofOneRecord = skipGreeting(plain);
            String live = gateway.publish("org-snapshot", "PFA-003");

            assertThat(greeting.get("eventId").stringValue()).isEqualTo("t-0");
            assertThat(snapshot.get("type").stringValue()).isEqualTo("SNAPSHOT");
            assertThat(shown(snapshot)).isEqualTo(published);
            assertThat(snapshot.get("last").booleanValue()).isTrue();
            assertThat(snapshot.has("uncertainBefore")).isFalse();
            assertThat(stomp.nextEvent().get("eventId").stringValue()).isEqualTo(live);
            assertThat(shown(ofOneRecord)).isEqualTo(Map.of("PFA-003", published.get("PFA-003")));
            assertThat(plain.nextJson().get("eventId").stringValue()).isEqualTo(live);

            String position = snapshot.get("eventId").stringValue();
            try (WireClient back = WireClient.openWithToken(
                    gateway.webSocket("org-snapshot?snapshot=true&lastEventId=" + position), TOKEN)) {
                assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
                assertThat(back.nextJson().get("eventId").stringValue()).isEqualTo(live);
            }
            try (WireClient early =
                    WireClient.openWithToken(gateway.webSocket("org-snapshot?snapshot=true&lastEventId=t-0"), TOKEN)) {
                assertThat(early.nextJson().get("recovered").booleanValue()).isFalse();
                assertThat(early.nextJson().get("type").stringValue()).isEqualTo("SNAPSHOT");
            }
        }
    }

    private static JsonNode skipGreeting(WireClient client) {
        assertThat(client.nextJson().get("type").stringValue()).isEqualTo("CONNECTED");
        return client.nextJson();
    }

    @Test
    void statesOutliveTheHistoryAndTheProcess() {
        Map<String, String> published = publish("org-ring", 2 * RING);
        awaitSaved(gateway);

        gateway.restart();

        JsonNode after = states(gateway, "org-ring?limit=1000");
        assertThat(shown(after)).isEqualTo(published);
        assertThat(after.get("uncertainBefore").isNull()).isTrue();
        assertThat(json(get(gateway, "/api/sync/org-ring/events?limit=1000", TOKEN))
                        .get("events")
                        .size())
                .isLessThanOrEqualTo(RING);
    }

    @Test
    void boardsAtTwoGatewaysShowWhatWasPublishedThoughTheBrokerRestarts() throws Exception {
        Map<String, String> truth = new ConcurrentHashMap<>();
        Random random = new Random(1);
        try (TestGateway second = TestGateway.beside(
                gateway,
                TestToken.settings(
                        "--sync.roles=gateway",
                        "--sync.broker.history.size=" + RING,
                        "--sync.api.states-per-minute=100000"))) {
            List<Board> boards = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 40; i++) {
                    String pfaId = "PFA-" + random.nextInt(30);
                    truth.put(pfaId, gateway.publish("org-b", pfaId));
                    if (i % 10 == 0) {
                        boards.add(new Board(random.nextBoolean() ? gateway : second));
                    } else if (!boards.isEmpty() && i % 7 == 0) {
                        boards.get(random.nextInt(boards.size())).comeBackTo(random.nextBoolean() ? gateway : second);
                    }
                }
                if (round == 0) {
                    awaitSaved(gateway, second);
                    gateway.broker().stop();
                    gateway.broker().start();
                } else if (round == 1) {
                    second.restart();
                    boards.forEach(board -> board.comeBackTo(second));
                }
            }
            truth.put("PFA-last", gateway.publish("org-b", "PFA-last"));
            for (Board board : boards) {
                board.readUntil(truth.get("PFA-last"));
                assertThat(board.shown).containsAllEntriesOf(truth);
                board.close();
            }
            assertThat(states(second, "org-b?limit=1000").get("counts"))
                    .isEqualTo(states(gateway, "org-b?limit=1000").get("counts"));
        }
    }

    /** A board that knows no more than the documents say: it keeps the eventId of the last message. */
    private static final class Board {

        private final Map<String, String> shown = new HashMap<>();
        private WireClient client;
        private String position = "";

        private Board(TestGateway at) {
            client = open(at);
        }

        private WireClient open(TestGateway at) {
            String resume = position.isEmpty() ? "" : "&lastEventId=" + position;
            return WireClient.openWithToken(at.webSocket("org-b?snapshot=true" + resume), TOKEN);
        }

        private void comeBackTo(TestGateway at) {
            for (String message = client.pollNow(); message != null; message = client.pollNow()) {
                take(JsonMapper.shared().readTree(message));
            }
            client.close();
            client = open(at);
        }

        private void readUntil(String eventId) {
            while (!shown.containsValue(eventId)) {
                take(client.nextJson());
            }
        }

        private void take(JsonNode message) {
            position = message.get("eventId").stringValue();
            switch (message.get("type").stringValue()) {
                case "CONNECTED" -> {
                    if (!message.path("recovered").asBoolean(false)) {
                        shown.clear();
                    }
                }
                case "SNAPSHOT" -> message.get("states").forEach(event -> show(shown, event));
                default -> {
                    if (message.has("pfaId")) {
                        show(shown, message);
                    }
                }
            }
        }

        private void close() {
            client.close();
        }
    }
}
