package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.edits;
import static com.pfavanguard.sync.testing.RestClient.sequence;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Checks that each item ends exactly once: success, failure, retries, outages of PEMS and of the broker. */
class ItemOutcomesIT {

    @TempDir
    Path data;

    private static Map<String, Integer> terminals(WireClient client, int items) {
        Map<String, Integer> byPfa = new HashMap<>();
        for (int i = 0; i < items; i++) {
            byPfa.merge(terminal(client).get("pfaId").stringValue(), 1, Integer::sum);
        }
        return byPfa;
    }

    @Test
    void anOrganizationThatIsNotConnectedFailsWithoutProcessing() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.pems.unmapped-organizations=refuse");
                WireClient client = WireClient.json(gateway, "org-nowhere")) {
            new RestClient(gateway).write("org-nowhere", edit("PFA-1", "new"));

            assertThat(sequence(client, "PFA-1")).containsExactly("SYNC_QUEUED", "SYNC_FAILED");
        }
    }

    @Test
    void whatIsNoItemEndsAmongTheFailedAndIsToldOfIfItsPfaIsKnown() {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient client = WireClient.json(gateway, "org-poison")) {
            DurableQueue write = gateway.bean(WorkQueues.class).queue(SyncQueues.WRITE);
            DurableQueue failed = gateway.bean(WorkQueues.class).queue(SyncQueues.FAILED);

            write.send(QueueMessage.of("no JSON", Map.of()));
            write.send(QueueMessage.of("{}", Map.of("organizationId", "org-poison", "pfaId", "PFA-1")));

            JsonNode event = client.nextJson();
            assertThat(event.get("type").stringValue()).isEqualTo("SYNC_FAILED");
            assertThat(event.get("pfaId").stringValue()).isEqualTo("PFA-1");
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> failed.browse(Selector.ALL).size() == 2);
            assertThat(write.browse(Selector.ALL)).isEmpty();
            assertThat(gateway.counter("pems.sync.errors", "type", "INVALID_ITEM"))
                    .isEqualTo(2);
        }
    }

    @Test
    void whatTheBrokerHasGivenUpIsToldOf() {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient client = WireClient.json(gateway, "org-dead")) {
            DurableQueue failed = gateway.bean(WorkQueues.class).queue(SyncQueues.FAILED);

            failed.send(QueueMessage.of("{}", Map.of("organizationId", "org-dead", "pfaId", "PFA-1")));

            JsonNode event = client.nextJson();
            assertThat(event.get("type").stringValue()).isEqualTo("SYNC_FAILED");
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> failed.browse(Selector.without("failedAt")).isEmpty());
            assertThat(failed.browse(Selector.ALL)).hasSize(1);
        }
    }

    @Test
    void aFailedItemMovedBackByHandIsWorkedOn() {
        try (TestGateway gateway = TestGateway.start(data);
                WireClient client = WireClient.json(gateway, "org-console")) {
            gateway.bean(StandInPems.class).behave(StandInBehaviour.status(400));
            new RestClient(gateway).write("org-console", edit("PFA-1", "new"));
            assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
            WorkQueues queues = gateway.bean(WorkQueues.class);

            queues.transactions()
                    .run(() -> queues.queue(SyncQueues.WRITE)
                            .send(queues.queue(SyncQueues.FAILED)
                                    .take(Selector.ALL, WireClient.PATIENCE)
                                    .orElseThrow()));

            assertThat(sequence(client, "PFA-1")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
        }
    }

    @Test
    void neverMoreThanTenRequestsInAnySecondRetriesIncluded() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.retry.delay=50ms");
                WireClient client = WireClient.json(gateway, "org-rate")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(StandInBehaviour.status(500).times(5));

            new RestClient(gateway).write("org-rate", 0, edits(25));

            assertThat(terminals(client, 25)).hasSize(25);
            assertThat(pems.calls().total()).isEqualTo(55);
            assertThat(pems.calls().mostInOneSecond()).isLessThanOrEqualTo(10);
            assertThat(pems.calls().mostInFlight()).isLessThanOrEqualTo(10);
            assertThat(pems.calls().mostInFlightOnOneRecord()).isEqualTo(1);
        }
    }

    @Test
    void aThousandItemsEndOnceEachAlsoWithTwoWorkersAtWork() {
        try (TestGateway gateway =
                        TestGateway.start(data, "--sync.worker.rate=1000", "--sync.worker.retry.delay=20ms");
                TestGateway second = TestGateway.beside(
                        gateway,
                        "--sync.worker.rate=1000",
                        "--sync.pems.unmapped-organizations=use-id",
                        "--sync.pems.username=u",
                        "--sync.pems.password=p",
                        "--sync.pems.base-url="
                                + gateway.bean(StandInPems.class).baseUrl());
                WireClient client = WireClient.json(gateway, "org-thousand")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            // Fewer than would use up the retries of any one item.
            pems.behave(StandInBehaviour.status(503).times(3).on(StandInOperation.UPDATE));

            new RestClient(gateway).write("org-thousand", 0, edits(1_000));

            Map<String, Integer> terminals = terminals(client, 1_000);
            assertThat(terminals).hasSize(1_000);
            assertThat(terminals.values()).containsOnly(1);
            assertThat(pems.calls().mostInFlightOnOneRecord()).isEqualTo(1);
            assertThat(IntStream.range(0, 1_000).map(i -> pems.version("org-thousand", "PFA-" + i)))
                    .containsOnly(2);
            assertThat(client.received()).isEmpty();
        }
    }

    private static List<StandInBehaviour> waysToBeDown() {
        return List.of(
                StandInBehaviour.status(503),
                StandInBehaviour.status(502),
                StandInBehaviour.of(Mode.GARBAGE),
                StandInBehaviour.of(Mode.CLOSE));
    }

    @ParameterizedTest
    @MethodSource("waysToBeDown")
    void whilePemsIsDownItemsWaitAndNoRetryIsBurnt(StandInBehaviour down) {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.worker.rate=1000",
                        "--sync.worker.retry.delay=100ms",
                        "--sync.worker.breaker.open-time=200ms");
                WireClient client = WireClient.json(gateway, "org-down")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(down.always());

            new RestClient(gateway).write("org-down", 0, edits(40));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> pems.calls().total() > 60);
            pems.behaveNormally();

            assertThat(terminals(client, 40)).hasSize(40);
            assertThat(new RestClient(gateway).failed("org-down").isEmpty()).isTrue();
        }
    }

    @Test
    void aBusyPemsIsLeftAloneByEverybodyAsLongAsItAsks() {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.worker.rate=1000",
                        "--sync.worker.retry.delay=20ms",
                        "--sync.worker.retry.max-delay=2s");
                WireClient client = WireClient.json(gateway, "org-busy")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(StandInBehaviour.status(429).retryAfter("60"));

            new RestClient(gateway).write("org-busy", 0, edits(50));

            Map<String, Integer> terminals = terminals(client, 50);
            assertThat(terminals).hasSize(50);
            // Two requests each, and the refused one.
            assertThat(pems.calls().total()).isEqualTo(101);
            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    void refusedCredentialsPauseTheOrganizationAndNobodyElse() {
        try (TestGateway gateway =
                        TestGateway.start(data, "--sync.worker.rate=1000", "--sync.worker.unauthorized-pause=1h");
                WireClient locked = WireClient.json(gateway, "org-locked");
                WireClient open = WireClient.json(gateway, "org-open")) {
            gateway.bean(StandInPems.class).behave(StandInBehaviour.status(401).forOrganizationCode("org-locked"));
            RestClient rest = new RestClient(gateway);
            rest.write("org-locked", edit("PFA-first", "new"));
            assertThat(terminal(locked).get("type").stringValue()).isEqualTo("SYNC_FAILED");

            rest.write("org-locked", 0, edits(100));
            rest.write("org-open", 0, edits(100));

            assertThat(terminals(open, 100)).hasSize(100);
            assertThat(rest.status("org-locked").get("waiting").intValue()).isEqualTo(100);
        }
    }

    @Test
    void textOfAnyKindComesThroughAsText() {
        String script = "<script>alert('x')</script> \u2028 \uD83D\uDE00 \"\\ ${jndi:ldap://x}";
        try (TestGateway gateway = TestGateway.start(data);
                WireClient client = WireClient.json(gateway, "org-text")) {
            RestClient rest = new RestClient(gateway);
            rest.write(
                    "org-text",
                    Map.of(
                            "modificationId",
                            script,
                            "pfaId",
                            "PFA-1",
                            "baseVersion",
                            1,
                            "changes",
                            Map.of("model", script, "manufacturer", script),
                            "modifiedBy",
                            script,
                            "changeReason",
                            script));

            assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            assertThat(gateway.bean(StandInPems.class)
                            .values("org-text", "PFA-1")
                            .get(PfaField.MODEL))
                    .isEqualTo(script);
        }
    }

    @Test
    void aScheduledWorkerWaitsForItsTimeAndThenEmptiesTheQueue() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.schedule=*/2 * * * * *");
                WireClient client = WireClient.json(gateway, "org-cron")) {
            RestClient rest = new RestClient(gateway);

            for (int round = 0; round < 2; round++) {
                rest.write("org-cron", edit("PFA-" + round, "new"));

                assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            }
            assertThat(rest.status("org-cron").get("nextSyncAt").stringValue()).isNotBlank();
        }
    }

    @Test
    void syncsCompleteAcrossABrokerThatGoesAwayInTheMiddle() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.rate=1000");
                WireClient client = WireClient.json(gateway, "org-blink")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            new RestClient(gateway).write("org-blink", 0, edits(300));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> pems.calls().total() > 100);

            gateway.broker().stop();
            gateway.broker().start();

            Map<String, Integer> terminals = terminals(client, 300);
            assertThat(terminals).hasSize(300);
            assertThat(terminals.values()).containsOnly(1);
            assertThat(IntStream.range(0, 300).map(i -> pems.version("org-blink", "PFA-" + i)))
                    .containsOnly(2);
        }
    }

    @Test
    void anItemThatWaitsForItsRetryHoldsUpLaterEditsOfItsPfaAndNobodyElse() {
        try (TestGateway gateway = TestGateway.start(
                        data, "--sync.worker.rate=1000", "--sync.worker.retry.delay=60s", "--sync.worker.in-flight=1");
                WireClient client = WireClient.json(gateway, "org-line")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(StandInBehaviour.status(500).forPfa("PFA-0"));
            RestClient rest = new RestClient(gateway);
            rest.write("org-line", edit("PFA-0", "first"));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> rest.status("org-line").get("scheduled").intValue() == 1);
            // Ahead of all others, if it could be.
            rest.write("org-line", 10, List.of(edit("PFA-0", "second")));

            rest.write("org-line", 0, edits(30).subList(1, 30));

            for (int i = 1; i < 30; i++) {
                JsonNode end = terminal(client);
                assertThat(end.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
                assertThat(end.get("pfaId").stringValue()).isNotEqualTo("PFA-0");
            }
            assertThat(pems.version("org-line", "PFA-0")).isEqualTo(1);
            JsonNode status = rest.status("org-line");
            assertThat(status.get("scheduled").intValue()).isEqualTo(1);
            assertThat(status.get("waiting").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aRestartInTheMiddleOfRetriesKeepsOrderAndCount() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.retry.delay=2s")) {
            gateway.bean(StandInPems.class).behave(StandInBehaviour.status(503).always());
            List<String> types = new ArrayList<>();
            try (WireClient client = WireClient.json(gateway, "org-restart")) {
                RestClient rest = new RestClient(gateway);
                rest.write("org-restart", 0, List.of(edit("PFA-1", 1, Map.of(), Map.of("model", "first"))));
                // More urgent, and later.
                rest.write(
                        "org-restart",
                        10,
                        List.of(edit("PFA-1", 2, Map.of("model", "first"), Map.of("model", "second"))));
                JsonNode event = client.nextJson();
                while (!event.path("details").has("retryCount")) {
                    event = client.nextJson();
                }
            }

            gateway.restart();

            try (WireClient client = WireClient.json(gateway, "org-restart")) {
                while (types.size() < 2) {
                    JsonNode event = terminal(client);
                    types.add(event.get("type").stringValue()
                            + event.at("/details/newVersion").intValue());
                }
            }
            assertThat(types).containsExactly("SYNC_SUCCESS2", "SYNC_SUCCESS3");
            assertThat(gateway.bean(StandInPems.class)
                            .values("org-restart", "PFA-1")
                            .get(PfaField.MODEL))
                    .isEqualTo("second");
        }
    }
}
