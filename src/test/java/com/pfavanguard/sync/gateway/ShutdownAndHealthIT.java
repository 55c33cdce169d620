package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ShutdownAndHealthIT {

    private static HttpResponse<String> get(TestGateway gateway, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(gateway.http(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everybodyIsToldWhenTheGatewayGoesAway(@TempDir Path data) {
        TestGateway gateway = TestGateway.start(data);
        WireClient json = WireClient.json(gateway, "org-bye");
        WireClient stomp = WireClient.stomp(gateway, "org-bye");

        gateway.close();

        assertThat(json.awaitClosed().code()).isEqualTo(1001);
        assertThat(stomp.awaitClosed().code()).isEqualTo(1001);
    }

    @Test
    void readinessAndClientsFollowTheBrokerLinkButNotEveryBlink(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data, "--sync.gateway.link-grace=3s");
                WireClient json = WireClient.json(gateway, "org-blink");
                WireClient stomp = WireClient.stomp(gateway, "org-blink")) {
            stomp.subscribe("org-blink");
            assertThat(get(gateway, "/actuator/health/readiness").statusCode()).isEqualTo(200);

            gateway.broker().stop();
            Awaitility.await().until(() -> !gateway.bean(BrokerLinkStatus.class).isUp());

            var blink = get(gateway, "/actuator/health/readiness");
            assertThat(blink.body()).contains("\"link\":\"down\"");
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> get(gateway, "/actuator/health/readiness").statusCode() == 503);
            assertThat(get(gateway, "/actuator/health/liveness").statusCode()).isEqualTo(200);
            WireClient newcomer = WireClient.json(gateway, "org-blink");
            for (JsonNode told : List.of(json.nextJson(), stomp.nextEvent(), newcomer.nextJson())) {
                assertThat(told.path("type").asString()).isEqualTo("STREAM_INTERRUPTED");
                assertThat(told.path("code").asString()).isEqualTo("BROKER_UNAVAILABLE");
            }

            gateway.broker().start();
            for (JsonNode told : List.of(json.nextJson(), stomp.nextEvent(), newcomer.nextJson())) {
                assertThat(told.path("type").asString()).isEqualTo("STREAM_RESTORED");
                assertThat(told.path("recovered").asBoolean()).isTrue();
            }
            newcomer.close();
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> get(gateway, "/actuator/health/readiness").statusCode() == 200);
        }
    }

    @Test
    void metricsTellOfSessionsAndEvents(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient json = WireClient.json(gateway, "org-metrics")) {
            gateway.publish("org-metrics", "PFA-1");
            json.next();

            String metrics = get(gateway, "/actuator/prometheus").body();

            assertThat(metrics)
                    .contains("sync_gateway_sessions{protocol=\"json\"} 1.0")
                    .contains("sync_gateway_events_total{outcome=\"accepted\"} 1.0")
                    .contains("sync_gateway_link_up 1.0");
        }
    }

    @Test
    void oneConnectionMoreThanAllowedIsToldToTryLater(@TempDir Path data) throws Exception {
        try (TestGateway gateway = TestGateway.start(data, "--sync.gateway.max-connections=1");
                WireClient only = WireClient.json(gateway, "org-full")) {
            HttpResponse<String> refused = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(gateway.webSocket("org-full"), new java.net.http.WebSocket.Listener() {})
                    .handle((socket, failure) -> {
                        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                        @SuppressWarnings("unchecked")
                        HttpResponse<String> response = (HttpResponse<String>)
                                ((java.net.http.WebSocketHandshakeException) cause).getResponse();
                        return response;
                    })
                    .join();

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(5L, 10L);
            gateway.publish("org-full", "PFA-1");
            assertThat(only.next()).contains("PFA-1");
        }
    }
}
