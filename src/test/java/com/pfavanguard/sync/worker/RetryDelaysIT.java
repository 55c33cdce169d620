package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInCall;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The sequence of delays that events announce to a client, with shorter delays than the default. */
class RetryDelaysIT {

    private static final Duration BASE = Duration.ofMillis(200);

    // An event tells milliseconds, rounded down.
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private static JsonNode next(WireClient client, String type) {
        JsonNode event = client.nextJson();
        assertThat(event.get("type").stringValue()).isEqualTo(type);
        return event;
    }

    private static Instant moment(JsonNode event, String pointer) {
        return Instant.parse(event.at(pointer).stringValue());
    }

    @Test
    void eachDelayIsTwiceTheOneBeforeAndNoAttemptIsMadeBeforeItsTime(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.retry.delay=" + BASE.toMillis() + "ms");
                WireClient client = WireClient.json(gateway, "org-delays")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(StandInBehaviour.status(503).times(3).on(StandInOperation.UPDATE));

            new RestClient(gateway).write("org-delays", edit("PFA-1", "new"));

            next(client, "SYNC_QUEUED");
            next(client, "SYNC_PROCESSING");
            for (int retry = 1; retry <= 3; retry++) {
                JsonNode queued = next(client, "SYNC_QUEUED");
                JsonNode processing = next(client, "SYNC_PROCESSING");
                assertDelay(retry, updates(pems).get(retry - 1), queued);
                assertThat(moment(processing, "/timestamp").plus(ROUNDING))
                        .isAfterOrEqualTo(moment(queued, "/details/nextAttemptAt"));
            }
            assertThat(next(client, "SYNC_SUCCESS").at("/details/newVersion").intValue())
                    .isEqualTo(2);
            assertThat(updates(pems)).hasSize(4);
            assertThat(pems.version("org-delays", "PFA-1")).isEqualTo(2);
        }
    }

    private static List<StandInCall> updates(StandInPems pems) {
        return pems.calls().list(StandInOperation.UPDATE);
    }

    // The delay counts from a moment between the refused call and the event. However far apart the two are on a busy
    // machine, these bounds hold.
    private static void assertDelay(int retry, StandInCall refused, JsonNode queued) {
        Duration delay = BASE.multipliedBy(1L << (retry - 1));
        Duration jitter = delay.dividedBy(10);
        Instant nextAttemptAt = moment(queued, "/details/nextAttemptAt");

        assertThat(queued.at("/details/retryCount").intValue()).isEqualTo(retry);
        assertThat(nextAttemptAt.plus(ROUNDING))
                .isAfterOrEqualTo(refused.at().plus(delay).minus(jitter));
        assertThat(nextAttemptAt)
                .isBeforeOrEqualTo(
                        moment(queued, "/timestamp").plus(ROUNDING).plus(delay).plus(jitter));
    }
}
