package com.pfavanguard.sync.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that is drained sends its sessions to another one, and nothing is lost on the way. */
class DrainIT {

    private static final int SESSIONS = 200;
    private static final String ORGANIZATION = "org-drain";
    private static final Pattern HINT = Pattern.compile("; retry-after-ms=(\\d+)$");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path data;

    private static HttpResponse<String> send(TestGateway gateway, String method, String path)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(gateway.http(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String state(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).path("state").asString();
    }

    private static int readiness(TestGateway gateway) throws IOException, InterruptedException {
        return send(gateway, "GET", "/actuator/health/readiness").statusCode();
    }

    /** Listens at one gateway; once that says goodbye, goes on at another one from where it was. */
    private static final class Mover {

        private final boolean stomp;
        private final Map<String, Integer> heard = new ConcurrentHashMap<>();
        private WireClient client;
        private String position;
        private StompFrame error;

        Mover(TestGateway gateway, boolean stomp) {
            this.stomp = stomp;
            connect(gateway);
        }

        private JsonNode connect(TestGateway gateway) {
            JsonNode greeting;
            if (stomp) {
                client = WireClient.stomp(gateway, ORGANIZATION);
                greeting = position == null
                        ? client.subscribe(ORGANIZATION)
                        : client.subscribe(ORGANIZATION, "last-event-id:" + position);
            } else {
                String query = position == null ? "" : "?lastEventId=" + position;
                client = WireClient.open(gateway.webSocket(ORGANIZATION + query));
                greeting = client.nextJson();
            }
            position = greeting.path("eventId").asString();
            return greeting;
        }

        /** Reads all that has come and is waiting; returns how the session ended. */
        WireClient.Closed awaitClosed() {
            WireClient.Closed closed = client.awaitClosed();
            client.received().forEach(this::read);
            return closed;
        }

        private void read(String message) {
            String json = message;
            if (stomp) {
                StompFrame frame = StompFrame.parse(message);
                if (frame.command().equals("ERROR")) {
                    error = frame;
                    return;
                }
                json = frame.body();
            }
            JsonNode event = JsonMapper.shared().readTree(json);
            position = event.path("eventId").asString();
            heard.merge(position, 1, Integer::sum);
        }

        boolean readUntil(int events) {
            client.received().forEach(this::read);
            return heard.size() >= events;
        }
    }

    @Test
    void sessionsMoveToAnotherGatewayOneAfterAnotherAndLoseNothing() throws Exception {
        try (TestGateway other = TestGateway.start(data);
                TestGateway drained = TestGateway.beside(other, "--sync.gateway.drain.wait=0s")) {
            List<Mover> movers = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                movers.add(new Mover(drained, i % 2 == 0));
            }
            double connects = connects(other);
            List<String> events = new ArrayList<>();
            events.add(other.publish(ORGANIZATION, "PFA-before"));

            HttpResponse<String> begun = send(drained, "POST", "/actuator/drain");
            events.add(other.publish(ORGANIZATION, "PFA-during"));
            List<CompletableFuture<Long>> moves = movers.stream()
                    .map(mover -> CompletableFuture.supplyAsync(() -> move(mover, other)))
                    .toList();
            List<Long> hints = moves.stream().map(CompletableFuture::join).toList();
            await().until(() -> state(send(drained, "GET", "/actuator/drain")).equals("DONE"));
            events.add(other.publish(ORGANIZATION, "PFA-after"));

            assertThat(begun.statusCode()).isEqualTo(200);
            assertThat(hints)
                    .hasSize(SESSIONS)
                    .allSatisfy(hint -> assertThat(hint).isBetween(0L, 30_000L));
            await().atMost(WireClient.PATIENCE)
                    .until(() -> movers.stream().allMatch(mover -> mover.readUntil(events.size())));
            assertThat(movers).allSatisfy(mover -> {
                assertThat(mover.heard.keySet()).containsExactlyInAnyOrderElementsOf(events);
                assertThat(mover.heard.values()).containsOnly(1);
            });
            assertThat(connects(other) - connects).isEqualTo(SESSIONS);
            assertThat(other.counter("sync.gateway.limits", "limit", "connects"))
                    .isZero();
            assertThat(readiness(drained)).isEqualTo(503);
            assertThat(drained.counter("sync.gateway.closes", "code", "1001")).isEqualTo(SESSIONS);
            assertThat(refusedAt(drained)).satisfies(refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            });
            movers.forEach(mover -> mover.client.close());
        }
    }

    private static long move(Mover mover, TestGateway other) {
        WireClient.Closed closed = mover.awaitClosed();
        Matcher hint = HINT.matcher(closed.reason());
        assertThat(closed.code()).isEqualTo(1001);
        assertThat(hint.find()).as(closed.reason()).isTrue();
        if (mover.stomp) {
            assertThat(mover.error.headers().get("code")).isEqualTo("GOING_AWAY");
            assertThat(mover.error.headers().get("retryable")).isEqualTo("true");
            assertThat(mover.error.headers().get("retry-after-ms")).isEqualTo(hint.group(1));
        }
        assertThat(mover.connect(other).path("recovered").asBoolean()).isTrue();
        return Long.parseLong(hint.group(1));
    }

    private static double connects(TestGateway gateway) {
        return gateway.bean(MeterRegistry.class).find("sync.gateway.connects").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static HttpResponse<?> refusedAt(TestGateway gateway) {
        return HTTP.newWebSocketBuilder()
                .buildAsync(gateway.webSocket(ORGANIZATION), new java.net.http.WebSocket.Listener() {})
                .<HttpResponse<?>>handle((socket, failure) -> {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    return ((java.net.http.WebSocketHandshakeException) cause).getResponse();
                })
                .join();
    }

    @Test
    void readinessIsOffFirstAndADrainCanBeCancelledOrHurried() throws Exception {
        TestGateway gateway = TestGateway.start(data, "--sync.gateway.drain.wait=9m", "--sync.gateway.drain.time=10m");
        WireClient present = WireClient.json(gateway, ORGANIZATION);

        assertThat(state(send(gateway, "POST", "/actuator/drain"))).isEqualTo("RUNNING");
        assertThat(readiness(gateway)).isEqualTo(503);
        WireClient newcomer = WireClient.json(gateway, ORGANIZATION);
        assertThat(state(send(gateway, "DELETE", "/actuator/drain"))).isEqualTo("NONE");
        assertThat(readiness(gateway)).isEqualTo(200);

        Drain drain = gateway.bean(Drain.class);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
        await().until(() -> readiness(gateway) == 503);
        assertThat(present.isOpen()).isTrue();
        assertThat(drain.cancel()).isFalse();
        WireClient late = WireClient.stomp(gateway, ORGANIZATION);
        assertThat(late.subscribe(ORGANIZATION).path("type").asString()).isEqualTo("CONNECTED");
        drain.hurry();

        for (WireClient client : List.of(present, newcomer, late)) {
            assertThat(client.awaitClosed()).satisfies(closed -> {
                assertThat(closed.code()).isEqualTo(1001);
                assertThat(closed.reason()).containsPattern(HINT);
            });
        }
        stopped.get(WireClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void theSecondSignalEndsTheDrainAndTheProcessEndsWithZero() throws Exception {
        GatewayProcess gateway =
                GatewayProcess.start(data, "--sync.gateway.drain.wait=9m", "--sync.gateway.drain.time=10m");
        try {
            WireClient client = WireClient.open(gateway.webSocket(ORGANIZATION));
            assertThat(client.nextJson().path("type").asString()).isEqualTo("CONNECTED"); // so its session counts
            gateway.terminate();
            await().until(() -> gateway.readiness() == 503);
            assertThat(client.isOpen()).isTrue();

            gateway.terminate();

            assertThat(client.awaitClosed().code()).isEqualTo(1001);
            assertThat(gateway.awaitEnd()).isZero();
        } finally {
            gateway.kill();
        }
    }
}
