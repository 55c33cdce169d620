package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.sequence;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Edits on their way to a PEMS that behaves or does not, as a client of the organization sees it. */
class WriteSyncIT {

    private static TestGateway gateway;
    private static StandInPems pems;
    private static RestClient rest;
    private static int organizations;

    private String organization;
    private WireClient client;

    @BeforeAll
    static void startAll(@TempDir Path data) {
        gateway = TestGateway.start(
                data,
                "--sync.worker.retry.delay=20ms",
                "--sync.worker.rate=1000",
                "--sync.worker.unauthorized-pause=100ms");
        pems = gateway.bean(StandInPems.class);
        rest = new RestClient(gateway);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        organization = "org-" + ++organizations;
        client = WireClient.json(gateway, organization);
        // These tests fail more often than they succeed, one after another; in between PEMS is seen to be up.
        String healthy = organization + "-healthy";
        rest.write(healthy, edit("PFA-0", "new"));
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> rest.status(healthy).get("completed").intValue() == 1);
        pems.reset();
    }

    @AfterEach
    void disconnect() {
        client.close();
        pems.behaveNormally();
    }

    @Test
    void aCleanEditIsQueuedProcessedAndWritten() {
        RestClient.Answer answer = rest.write(organization, edit("PFA-1", 1, Map.of(), Map.of("model", "LR 1600")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("queuedCount").intValue()).isEqualTo(1);
        assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_QUEUED");
        assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_PROCESSING");
        JsonNode success = client.nextJson();
        assertThat(success.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(success.at("/details/newVersion").intValue()).isEqualTo(2);
        assertThat(pems.values(organization, "PFA-1").get(PfaField.MODEL)).isEqualTo("LR 1600");
        assertThat(pems.version(organization, "PFA-1")).isEqualTo(2);
        // Counted once the commit is through, which the client may hear of a moment earlier.
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> rest.status(organization).get("completed").intValue() == 1);
        JsonNode status = rest.status(organization);
        assertThat(status.get("waiting").intValue() + status.get("processing").intValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void theSameFieldChangedInPemsIsAConflictHoweverOftenItChanged(int times) {
        Object before = pems.values(organization, "PFA-2").get(PfaField.MODEL);
        for (int i = 1; i <= times; i++) {
            pems.change(organization, "PFA-2", PfaValues.of(Map.of("model", "PEMS " + i)));
        }

        rest.write(organization, edit("PFA-2", 1, Map.of("model", before), Map.of("model", "mine")));

        assertThat(sequence(client, "PFA-2")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_CONFLICT");
        assertThat(pems.calls().list(StandInOperation.UPDATE)).isEmpty();
        JsonNode conflicts = rest.conflicts(organization);
        assertThat(conflicts.size()).isEqualTo(1);
        assertThat(conflicts.at("/0/conflictFields/0").stringValue()).isEqualTo("model");
        assertThat(conflicts.at("/0/pemsVersion").intValue()).isEqualTo(1 + times);
    }

    @Test
    void otherFieldsChangedInPemsAreKept() {
        Object before = pems.values(organization, "PFA-3").get(PfaField.MODEL);
        pems.change(organization, "PFA-3", PfaValues.of(Map.of("manufacturer", "by PEMS")));

        rest.write(organization, edit("PFA-3", 1, Map.of("model", before), Map.of("model", "mine")));

        assertThat(sequence(client, "PFA-3")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
        assertThat(pems.values(organization, "PFA-3").get(PfaField.MANUFACTURER))
                .isEqualTo("by PEMS");
        assertThat(pems.values(organization, "PFA-3").get(PfaField.MODEL)).isEqualTo("mine");
    }

    @Test
    void theSameValueSetOnBothSidesIsNoConflict() {
        Object before = pems.values(organization, "PFA-4").get(PfaField.MODEL);
        pems.change(organization, "PFA-4", PfaValues.of(Map.of("model", "same")));

        rest.write(organization, edit("PFA-4", 1, Map.of("model", before), Map.of("model", " same ")));

        assertThat(sequence(client, "PFA-4")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
    }

    @Test
    void threeRefusalsAreRetriedWithTheDetailsAndThenItSucceeds() {
        pems.behave(StandInBehaviour.status(503).times(3));

        rest.write(organization, edit("PFA-5", "new"));

        assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_QUEUED");
        for (int retry = 1; retry <= 3; retry++) {
            assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_PROCESSING");
            JsonNode queued = client.nextJson();
            assertThat(queued.get("type").stringValue()).isEqualTo("SYNC_QUEUED");
            assertThat(queued.at("/details/retryCount").intValue()).isEqualTo(retry);
            assertThat(queued.at("/details/nextAttemptAt").stringValue()).endsWith("Z");
        }
        assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_PROCESSING");
        assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(pems.calls().list(StandInOperation.READ)).hasSize(4);
        assertThat(pems.calls().list(StandInOperation.UPDATE)).hasSize(1);
    }

    @Test
    void refusalsWithoutEndAreFourAttemptsAndOneFailure() {
        pems.behave(StandInBehaviour.status(503).always());

        rest.write(organization, edit("PFA-6", "new"));

        JsonNode failed = terminal(client);
        assertThat(failed.get("type").stringValue()).isEqualTo("SYNC_FAILED");
        assertThat(failed.at("/details/retryCount").intValue()).isEqualTo(3);
        assertThat(failed.at("/details/error").stringValue()).isEqualTo("PEMS service unavailable");
        assertThat(pems.calls().total()).isEqualTo(4);
        JsonNode listed = rest.failed(organization);
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.at("/0/errorCode").stringValue()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(listed.at("/0/retryCount").intValue()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void aRefusalForGoodIsOneCallAndOneFailure(int status) {
        pems.behave(StandInBehaviour.status(status).always());

        rest.write(organization, edit("PFA-7", "new"));

        assertThat(sequence(client, "PFA-7")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_FAILED");
        assertThat(pems.calls().total()).isEqualTo(1);
        assertThat(rest.failed(organization).at("/0/retryCount").intValue()).isZero();
    }

    @Test
    void aVersionConflictAnsweredByPemsIsAConflictAndNoFailure() {
        pems.behave(StandInBehaviour.status(409).on(StandInOperation.UPDATE).always());

        rest.write(organization, edit("PFA-8", "new"));

        assertThat(sequence(client, "PFA-8")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_CONFLICT");
        assertThat(rest.conflicts(organization).size()).isEqualTo(1);
        assertThat(rest.failed(organization).isEmpty()).isTrue();
    }

    @Test
    void aWriteWhoseAnswerIsLostIsNotMadeTwice() {
        pems.behave(StandInBehaviour.of(Mode.LOST_ANSWER).on(StandInOperation.UPDATE));

        rest.write(organization, edit("PFA-9", "new"));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(pems.calls().list(StandInOperation.UPDATE)).hasSize(1);
        assertThat(pems.version(organization, "PFA-9")).isEqualTo(2);
    }

    @Test
    void nonsenseFromPemsIsRetried() {
        pems.behave(StandInBehaviour.of(Mode.GARBAGE));
        pems.behave(StandInBehaviour.of(Mode.OVERSIZED).on(StandInOperation.READ));
        pems.behave(StandInBehaviour.of(Mode.CLOSE).on(StandInOperation.UPDATE));

        rest.write(organization, edit("PFA-10", "new"));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(pems.version(organization, "PFA-10")).isEqualTo(2);
    }

    @Test
    void aRecordThatWouldBreakARuleFailsOnceAndIsNotWritten() {
        pems.change(organization, "PFA-11", PfaValues.of(Map.of("isDiscontinued", true)));

        rest.write(organization, edit("PFA-11", 2, Map.of(), Map.of("isDiscontinued", false)));

        assertThat(sequence(client, "PFA-11")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_FAILED");
        assertThat(pems.calls().list(StandInOperation.UPDATE)).isEmpty();
    }

    @Test
    void aFailedItemIsRetriedOnRequest() {
        pems.behave(StandInBehaviour.status(400));
        rest.write(organization, edit("PFA-12", "new"));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        String itemId = rest.failed(organization).at("/0/itemId").stringValue();

        assertThat(rest.post("/failed/" + itemId + "/retry", "").status()).isEqualTo(200);

        assertThat(sequence(client, "PFA-12")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
        assertThat(rest.failed(organization).isEmpty()).isTrue();
        assertThat(rest.post("/failed/" + itemId + "/retry", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, Integer.MAX_VALUE})
    void anEditOfAVersionPemsDoesNotHaveFailsAndOverwritesNothing(int baseVersion) {
        Object before = pems.values(organization, "PFA-14").get(PfaField.MODEL);

        rest.write(organization, edit("PFA-14", baseVersion, Map.of("model", before), Map.of("model", "mine")));

        assertThat(sequence(client, "PFA-14")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_FAILED");
        assertThat(rest.failed(organization).at("/0/errorCode").stringValue()).isEqualTo("BASE_VERSION_AHEAD");
        assertThat(rest.failed(organization).at("/0/retryCount").intValue()).isZero();
        assertThat(pems.calls().list(StandInOperation.UPDATE)).isEmpty();
    }

    @Test
    void anEditOfAVersionThatWasNotThereIsComparedByItsValuesWhenItIsRetried() {
        Object before = pems.values(organization, "PFA-15").get(PfaField.MODEL);
        rest.write(organization, edit("PFA-15", 2, Map.of("model", before), Map.of("model", "mine")));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        String itemId = rest.failed(organization).at("/0/itemId").stringValue();
        // Now PEMS has a version 2, which the user has never seen.
        pems.change(organization, "PFA-15", PfaValues.of(Map.of("model", "by PEMS")));

        rest.post("/failed/" + itemId + "/retry", "");

        assertThat(sequence(client, "PFA-15")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_CONFLICT");
        assertThat(pems.values(organization, "PFA-15").get(PfaField.MODEL)).isEqualTo("by PEMS");
    }

    @Test
    void theLastAttemptsWriteWhoseAnswerIsLostIsNoFailureIfPemsHasIt() {
        pems.behave(StandInBehaviour.of(Mode.CLOSE).on(StandInOperation.UPDATE).times(3));
        pems.behave(StandInBehaviour.of(Mode.LOST_ANSWER).on(StandInOperation.UPDATE));

        rest.write(organization, edit("PFA-16", "new"));

        JsonNode end = terminal(client);
        assertThat(end.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(end.at("/details/newVersion").intValue()).isEqualTo(2);
        assertThat(pems.calls().list(StandInOperation.UPDATE)).hasSize(4);
        assertThat(rest.failed(organization).isEmpty()).isTrue();
    }

    @Test
    void aWriteOfAnEarlierAttemptIsFoundAfterAllRetriesAreUsedUp() {
        pems.behave(StandInBehaviour.of(Mode.LOST_ANSWER).on(StandInOperation.UPDATE));
        pems.behave(StandInBehaviour.NORMAL.times(1).on(StandInOperation.READ));
        pems.behave(StandInBehaviour.status(500).times(3).on(StandInOperation.READ));

        rest.write(organization, edit("PFA-17", "new"));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(pems.calls().list(StandInOperation.UPDATE)).hasSize(1);
        assertThat(pems.calls().list(StandInOperation.READ)).hasSize(5);
    }

    @Test
    void aWriteThatNeverArrivedFailsAfterOneMoreRead() {
        pems.behave(StandInBehaviour.status(500).on(StandInOperation.UPDATE).always());

        rest.write(organization, edit("PFA-18", "new"));

        JsonNode end = terminal(client);
        assertThat(end.get("type").stringValue()).isEqualTo("SYNC_FAILED");
        assertThat(end.at("/details/retryCount").intValue()).isEqualTo(3);
        assertThat(pems.calls().list(StandInOperation.READ)).hasSize(5);
        assertThat(pems.calls().list(StandInOperation.UPDATE)).hasSize(4);
        assertThat(rest.failed(organization).at("/0/errorCode").stringValue()).isEqualTo("SERVER_ERROR");
    }

    @Test
    void aWriteThatCannotBeLookedUpFailsAsItWould() {
        pems.behave(StandInBehaviour.of(Mode.LOST_ANSWER).on(StandInOperation.UPDATE));
        pems.behave(StandInBehaviour.NORMAL.times(1).on(StandInOperation.READ));
        pems.behave(StandInBehaviour.status(500).on(StandInOperation.READ).always());

        rest.write(organization, edit("PFA-19", "new"));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        assertThat(pems.calls().list(StandInOperation.READ)).hasSize(5);
    }

    /** Properties that contradict the body of an item, as another sender could set them. */
    private static List<Map<String, String>> labelsOfAnotherItem() {
        return List.of(
                Map.of("organizationId", "org-labelled"),
                Map.of("organizationId", "org-labelled", "record", "org-labelled/PFA-20"),
                Map.of("pfaId", "PFA-other"),
                Map.of("record", "org-labelled/PFA-20"));
    }

    @ParameterizedTest
    @MethodSource("labelsOfAnotherItem")
    void anItemLabelledAsAnothersEndsAndNobodyHearsOfIt(Map<String, String> label) {
        double before = gateway.counter("pems.sync.errors", "type", "INVALID_ITEM");
        WorkQueues queues = gateway.bean(WorkQueues.class);
        pems.behave(StandInBehaviour.status(400));
        rest.write(organization, edit("PFA-20", "new"));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        Selector mine = Selector.where(
                "itemId", rest.failed(organization).at("/0/itemId").stringValue());

        try (WireClient labelled = WireClient.json(gateway, "org-labelled")) {
            queues.transactions()
                    .run(() -> queues.queue(SyncQueues.WRITE)
                            .send(queues.queue(SyncQueues.FAILED)
                                    .take(mine, WireClient.PATIENCE)
                                    .orElseThrow()
                                    .with(label)));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> !queues.queue(SyncQueues.FAILED).browse(mine).isEmpty());

            gateway.publish(organization, "PFA-afterwards");
            gateway.publish("org-labelled", "PFA-afterwards");
            assertThat(client.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-afterwards");
            assertThat(labelled.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-afterwards");
        }
        assertThat(rest.failed(organization).isEmpty()).isTrue();
        assertThat(rest.failed("org-labelled").isEmpty()).isTrue();
        assertThat(rest.status("org-labelled").get("failed").intValue()).isZero();
        assertThat(gateway.counter("pems.sync.errors", "type", "INVALID_ITEM")).isEqualTo(before + 1);
        assertThat(pems.calls().total()).isEqualTo(1);
    }

    @Test
    void aFailedItemLabelledAsAnothersIsNotQueuedAgain() {
        WorkQueues queues = gateway.bean(WorkQueues.class);
        pems.behave(StandInBehaviour.status(400));
        rest.write(organization, edit("PFA-21", "new"));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        String itemId = rest.failed(organization).at("/0/itemId").stringValue();
        queues.transactions()
                .run(() -> queues.queue(SyncQueues.FAILED)
                        .send(queues.queue(SyncQueues.FAILED)
                                .take(Selector.where("itemId", itemId), WireClient.PATIENCE)
                                .orElseThrow()
                                .with(Map.of("organizationId", "org-labelled"))));

        assertThat(rest.post("/failed/" + itemId + "/retry", "").status()).isEqualTo(404);
        assertThat(rest.failed("org-labelled").at("/0/fields").isEmpty()).isTrue();

        queues.transactions()
                .run(() -> queues.queue(SyncQueues.FAILED).take(Selector.where("itemId", itemId), WireClient.PATIENCE));
    }

    @Test
    void editsOfOnePfaAreWrittenInTheOrderTheyCame() {
        pems.behave(StandInBehaviour.status(503).times(2));
        for (int i = 1; i <= 20; i++) {
            rest.write(
                    organization,
                    i % 11,
                    List.of(edit("PFA-13", i, Map.of("model", "m" + (i - 1)), Map.of("model", "m" + i))));
        }

        for (int i = 1; i <= 20; i++) {
            JsonNode end = terminal(client);
            assertThat(end.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            assertThat(end.at("/details/newVersion").intValue()).isEqualTo(i + 1);
        }
        assertThat(pems.values(organization, "PFA-13").get(PfaField.MODEL)).isEqualTo("m20");
        assertThat(pems.calls().mostInFlightOnOneRecord()).isEqualTo(1);
    }
}
