package com.pfavanguard.sync.writequeue;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.edits;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** How it is going, asked in other processes and in later ones than the one that did the work. */
class SyncStatusIT {

    @TempDir
    Path data;

    private static JsonNode awaitCompleted(RestClient rest, int completed) {
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> rest.status("org-status").get("completed").intValue() == completed);
        return rest.status("org-status");
    }

    private static void write(TestGateway gateway, int from, int to) {
        try (WireClient client = WireClient.json(gateway, "org-status")) {
            for (int i = from; i < to; i++) {
                new RestClient(gateway).write("org-status", edit("PFA-" + i, "new"));
                assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            }
        }
    }

    @Test
    void aProcessThatDoesNotWriteKnowsWhatAnotherHasWritten() {
        try (TestGateway gateway = TestGateway.start(data);
                TestGateway other = TestGateway.beside(gateway, "--sync.worker.enabled=false")) {
            write(gateway, 0, 3);

            JsonNode own = awaitCompleted(new RestClient(gateway), 3);
            JsonNode elsewhere = awaitCompleted(new RestClient(other), 3);

            assertThat(elsewhere.get("avgSyncTime")).isEqualTo(own.get("avgSyncTime"));
            assertThat(elsewhere.get("avgSyncTime").longValue()).isPositive();
            assertThat(elsewhere.get("lastSyncAt")).isEqualTo(own.get("lastSyncAt"));
            assertThat(elsewhere.get("successRate").intValue()).isEqualTo(100);
            assertThat(own.get("nextSyncAt").stringValue()).isNotBlank();
            assertThat(elsewhere.get("nextSyncAt").isNull()).isTrue();
            RestClient.Answer queued = new RestClient(other).write("org-status", edit("PFA-3", "new"));
            assertThat(queued.body().has("estimatedCompletionTime")).isFalse();
            awaitCompleted(new RestClient(gateway), 4);
        }
    }

    @Test
    void everyProcessKnowsThatPemsIsDown() {
        try (TestGateway gateway = TestGateway.start(
                        data, "--sync.worker.breaker.open-time=100ms", "--sync.worker.retry.delay=100ms");
                TestGateway other = TestGateway.beside(gateway, "--sync.worker.enabled=false")) {
            RestClient rest = new RestClient(other);
            JsonNode before = rest.status("org-status");
            assertThat(before.get("health").stringValue()).isEqualTo("healthy");
            for (String neverYet : new String[] {"avgSyncTime", "lastSyncAt", "pemsDownSince"}) {
                assertThat(before.get(neverYet).isNull()).as(neverYet).isTrue();
            }
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(StandInBehaviour.status(503).always());

            rest.write("org-status", 0, edits(20));

            awaitHealth(rest, "unhealthy");
            JsonNode during = rest.status("org-status");
            assertThat(during.get("pemsDownSince").stringValue()).endsWith("Z");
            assertThat(during.get("successRate").intValue()).isEqualTo(100);
            assertThat(rest.status("org-idle").get("health").stringValue()).isEqualTo("degraded");

            pems.behaveNormally();

            awaitHealth(rest, "healthy");
            assertThat(rest.status("org-status").get("pemsDownSince").isNull()).isTrue();
        }
    }

    private static void awaitHealth(RestClient rest, String health) {
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() ->
                        rest.status("org-status").get("health").stringValue().equals(health));
    }

    /** A clock that is ahead by an amount that the test sets. */
    static class LaterClock {

        private static volatile Duration ahead = Duration.ZERO;

        @Bean
        @Primary
        Clock laterClock() {
            return ((InstantSource) () -> Clock.systemUTC().instant().plus(ahead)).withZone(ZoneOffset.UTC);
        }
    }

    @Test
    void editsThatWaitLongAreNotHealthy() {
        LaterClock.ahead = Duration.ZERO;
        try (TestGateway gateway =
                TestGateway.startWith(LaterClock.class, data, "--sync.roles=producer", "--sync.worker.enabled=false")) {
            RestClient rest = new RestClient(gateway);
            rest.write("org-status", 0, edits(3));
            assertThat(rest.status("org-status").get("health").stringValue()).isEqualTo("healthy");

            LaterClock.ahead = Duration.ofMinutes(6);

            assertThat(rest.status("org-status").get("late").intValue()).isEqualTo(3);
            assertThat(rest.status("org-status").get("health").stringValue()).isEqualTo("degraded");
            assertThat(rest.status("org-idle").get("health").stringValue()).isEqualTo("healthy");

            LaterClock.ahead = Duration.ofMinutes(11);

            assertThat(rest.status("org-status").get("health").stringValue()).isEqualTo("unhealthy");
        }
    }

    @Test
    void theFiguresSurviveARestartAndGoOn() {
        try (TestGateway gateway = TestGateway.start(data)) {
            write(gateway, 0, 2);
            JsonNode before = awaitCompleted(new RestClient(gateway), 2);

            gateway.restart();

            JsonNode after = new RestClient(gateway).status("org-status");
            assertThat(after.get("completed").intValue()).isEqualTo(2);
            assertThat(after.get("avgSyncTime")).isEqualTo(before.get("avgSyncTime"));
            assertThat(after.get("lastSyncAt")).isEqualTo(before.get("lastSyncAt"));
            write(gateway, 2, 3);
            awaitCompleted(new RestClient(gateway), 3);
        }
    }
}
