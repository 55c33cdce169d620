package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncSuccess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are not ours: stompjs as the gateway serves it and the browser's bare WebSocket, in a page of five lines. */
class StompJsIT extends GatewayInABrowser {

    @ParameterizedTest
    @ValueSource(strings = {"byStomp", "byJson"})
    void hearsTheGreetingAndThenEveryEventInOrder(String client) {
        open();

        List<String> published = publish(50);

        await().untilAsserted(() -> assertThat(heard(client)).hasSize(51));
        assertThat(heard(client).get(0))
                .containsEntry("type", "CONNECTED")
                .containsEntry("organizationId", organizationId.value())
                .containsKeys("timestamp", "eventId")
                .doesNotContainKey("recovered");
        assertThat(heard(client)).extracting(event -> event.get("eventId")).endsWith(published.toArray());
    }

    @Test
    void hearsExactlyWhatTheContractSays() {
        open();
        Instant at = Instant.parse("2026-03-04T09:15:04.200Z");

        String success = publish(new SyncSuccess(EventId.random(), organizationId, pfaId(1), at, 8));
        String failed =
                publish(new SyncFailed(EventId.random(), organizationId, pfaId(2), at, "„Ü“ \u0001 \\ \0 :", 3));

        await().untilAsserted(() -> assertThat(heard("byStomp")).hasSize(3));
        await().untilAsserted(() -> assertThat(heard("byJson")).hasSize(3));
        assertThat(heard("byStomp").get(1))
                .isEqualTo(Map.of(
                        "type",
                        "SYNC_SUCCESS",
                        "pfaId",
                        "PFA-70001",
                        "organizationId",
                        organizationId.value(),
                        "timestamp",
                        "2026-03-04T09:15:04.200Z",
                        "details",
                        Map.of("newVersion", 8L),
                        "eventId",
                        success));
        assertThat(heard("byStomp").get(2))
                .containsEntry("details", Map.of("error", "„Ü“ \u0001 \\ \0 :", "retryCount", 3L))
                .containsEntry("eventId", failed);
        assertThat(heard("byJson").subList(1, 3)).isEqualTo(heard("byStomp").subList(1, 3));
    }

    /** Opens the page and waits until both its clients have been greeted. */
    private void open() {
        openTestPage("test-stompjs.html?org=" + organizationId);
        await().until(() -> heard("byStomp").size() == 1 && heard("byJson").size() == 1);
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> heard(String client) {
        return (List<Map<String, Object>>) browser.executeScript("return window." + client + " ?? []");
    }
}
