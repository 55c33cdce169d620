package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.sequence;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Conflicts;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A person decides. */
class ConflictResolutionIT {

    private static TestGateway gateway;
    private static StandInPems pems;
    private static RestClient rest;
    private static int organizations;

    private String organization;
    private WireClient client;

    @BeforeAll
    static void startAll(@TempDir Path data) {
        gateway = TestGateway.start(data, "--sync.worker.rate=1000");
        pems = gateway.bean(StandInPems.class);
        rest = new RestClient(gateway);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        organization = "org-conflict-" + ++organizations;
        client = WireClient.json(gateway, organization);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    /** The user sets manufacturer and model, PEMS has changed the model. */
    private String conflict(String pfaId, Map<String, Object> more) {
        PfaValues before = pems.values(organization, pfaId);
        pems.change(organization, pfaId, PfaValues.of(Map.of("model", "by PEMS")));
        Map<String, Object> modification = new HashMap<>(edit(
                pfaId,
                1,
                Map.of("model", before.get(PfaField.MODEL), "manufacturer", before.get(PfaField.MANUFACTURER)),
                Map.of("model", "by user", "manufacturer", "user's")));
        modification.putAll(more);
        rest.write(organization, modification);
        JsonNode event = terminal(client);
        assertThat(event.get("type").stringValue()).isEqualTo("SYNC_CONFLICT");
        assertThat(event.at("/details/conflictingFields").size()).isEqualTo(1);
        return event.at("/details/conflictId").stringValue();
    }

    private RestClient.Answer resolve(String conflictId, Map<String, Object> body) {
        return rest.post("/conflicts/" + conflictId + "/resolve", body);
    }

    private PfaValues record(String pfaId) {
        return pems.values(organization, pfaId);
    }

    @Test
    void theUsersValuesWin() {
        String conflictId = conflict("PFA-1", Map.of());

        RestClient.Answer answer = resolve(conflictId, Map.of("resolution", "use_local"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/appliedChanges/model").stringValue()).isEqualTo("by user");
        assertThat(sequence(client, "PFA-1")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
        assertThat(record("PFA-1").get(PfaField.MODEL)).isEqualTo("by user");
        assertThat(record("PFA-1").get(PfaField.MANUFACTURER)).isEqualTo("user's");
    }

    @Test
    void pemsWinsAndNothingIsWritten() {
        String conflictId = conflict("PFA-2", Map.of());

        RestClient.Answer answer = resolve(conflictId, Map.of("resolution", "use_pems"));

        assertThat(answer.body().get("appliedChanges").isNull()).isTrue();
        JsonNode success = client.nextJson();
        assertThat(success.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(success.at("/details/resolution").stringValue()).isEqualTo("use_pems");
        assertThat(success.at("/details/newVersion").intValue()).isEqualTo(2);
        assertThat(pems.version(organization, "PFA-2")).isEqualTo(2);
    }

    @Test
    void aMergeKeepsTheUsersOtherEdits() {
        String conflictId = conflict("PFA-3", Map.of());

        resolve(conflictId, Map.of("resolution", "merge", "mergedData", Map.of("model", "a third")));

        assertThat(sequence(client, "PFA-3")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
        assertThat(record("PFA-3").get(PfaField.MODEL)).isEqualTo("a third");
        assertThat(record("PFA-3").get(PfaField.MANUFACTURER)).isEqualTo("user's");
    }

    @Test
    void aMergeThatReachesTooFarIsRefusedAndTheConflictStaysOpen() {
        String conflictId = conflict("PFA-4", Map.of());

        RestClient.Answer tooFar =
                resolve(conflictId, Map.of("resolution", "merge", "mergedData", Map.of("category", "x")));
        RestClient.Answer nothing = resolve(conflictId, Map.of("resolution", "merge"));
        RestClient.Answer unknown = resolve(conflictId, Map.of("resolution", "use_remote"));

        assertThat(List.of(tooFar.status(), nothing.status(), unknown.status())).containsOnly(400);
        assertThat(tooFar.body().get("validationErrors").findValuesAsString("field"))
                .containsExactly("model", "category");
        assertThat(nothing.body().at("/validationErrors/0/code").stringValue()).isEqualTo("MISSING_REQUIRED_FIELD");
        assertThat(rest.conflicts(organization).size()).isEqualTo(1);
    }

    @Test
    void whoComesWhileAnotherHasTheConflictInHandIsTooLate() {
        String conflictId = conflict("PFA-6", Map.of());
        WorkQueues queues = gateway.bean(WorkQueues.class);

        RestClient.Answer answer = queues.transactions().call(() -> {
            queues.queue(SyncQueues.CONFLICTS)
                    .take(Selector.where("conflictId", conflictId), WireClient.PATIENCE)
                    .orElseThrow();
            return resolve(conflictId, Map.of("resolution", "use_local"));
        });

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("CONFLICT_ALREADY_RESOLVED");
    }

    @Test
    void aMessageThatIsNoConflictHidesNoOther() {
        conflict("PFA-7", Map.of());
        String id = UUID.randomUUID().toString();
        gateway.bean(WorkQueues.class)
                .queue(SyncQueues.CONFLICTS)
                .send(QueueMessage.of("{}", Map.of("organizationId", organization, "conflictId", id)));

        assertThat(rest.conflicts(organization).findValuesAsString("pfaId")).contains("PFA-7");
        assertThat(resolve(id, Map.of("resolution", "use_pems")).status()).isEqualTo(409);
    }

    @Test
    void ofManyWhoResolveAtOnceExactlyOneDoes() {
        String conflictId = conflict("PFA-5", Map.of());

        List<CompletableFuture<RestClient.Answer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        resolve(conflictId, Map.of("resolution", i % 2 == 0 ? "use_local" : "use_pems"))))
                .toList();

        List<Integer> statuses =
                answers.stream().map(answer -> answer.join().status()).sorted().toList();
        assertThat(statuses).containsExactly(200, 409, 409, 409, 409, 409, 409, 409);
        assertThat(answers.stream()
                        .map(answer -> answer.join().body().path("code").asString(""))
                        .filter("CONFLICT_ALREADY_RESOLVED"::equals))
                .hasSize(7);
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(rest.conflicts(organization).isEmpty()).isTrue();
        JsonNode resolved = rest.get("/conflicts?status=resolved&organizationId=" + organization)
                .body();
        assertThat(resolved.get("total").intValue()).isEqualTo(1);
        assertThat(resolved.at("/conflicts/0/resolvedBy").stringValue()).isEqualTo("anonymous");
    }

    @Test
    void aConflictNobodyKnowsIsNotFound() {
        assertThat(resolve(UUID.randomUUID().toString(), Map.of("resolution", "use_pems"))
                        .status())
                .isEqualTo(404);
        assertThat(resolve("no-uuid", Map.of("resolution", "use_pems")).status())
                .isEqualTo(400);
    }

    @Test
    void pemsMovingOnAgainIsAFreshConflict() {
        String conflictId = conflict("PFA-6", Map.of());
        pems.change(organization, "PFA-6", PfaValues.of(Map.of("model", "by PEMS again")));

        resolve(conflictId, Map.of("resolution", "use_local"));

        assertThat(sequence(client, "PFA-6")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_CONFLICT");
        assertThat(record("PFA-6").get(PfaField.MODEL)).isEqualTo("by PEMS again");
    }

    @Test
    void theSameModificationAgainRefreshesItsConflict() {
        String first = conflict("PFA-7", Map.of("modificationId", "it's mod-1"));
        pems.change(organization, "PFA-7", PfaValues.of(Map.of("category", "moved")));
        rest.write(
                organization,
                Map.of(
                        "modificationId",
                        "it's mod-1",
                        "pfaId",
                        "PFA-7",
                        "baseVersion",
                        1,
                        "changes",
                        Map.of("model", "by user")));

        JsonNode event = terminal(client);

        assertThat(event.at("/details/conflictId").stringValue()).isEqualTo(first);
        assertThat(rest.conflicts(organization).size()).isEqualTo(1);
        assertThat(rest.conflicts(organization).at("/0/pemsVersion").intValue()).isEqualTo(3);
    }

    /** The same modification once more, of another field that PEMS has changed too; the conflict is about both now. */
    private String refreshedConflict(String pfaId) {
        Object category = record(pfaId).get(PfaField.CATEGORY);
        String conflictId = conflict(pfaId, Map.of("modificationId", "m-1"));
        pems.change(organization, pfaId, PfaValues.of(Map.of("category", "PEMS's")));

        rest.write(
                organization,
                Map.of(
                        "modificationId",
                        "m-1",
                        "pfaId",
                        pfaId,
                        "baseVersion",
                        2,
                        "baseValues",
                        Map.of("category", category),
                        "changes",
                        Map.of("category", "user's")));

        JsonNode event = terminal(client);
        assertThat(event.at("/details/conflictId").stringValue()).isEqualTo(conflictId);
        assertThat(event.at("/details/conflictingFields")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList())
                .containsExactlyInAnyOrder("model", "category");
        JsonNode shown = rest.conflicts(organization).get(0);
        assertThat(shown.get("localData").propertyNames())
                .containsExactlyInAnyOrder("model", "manufacturer", "category");
        assertThat(shown.get("localVersion").intValue()).isEqualTo(1);
        assertThat(shown.get("pemsVersion").intValue()).isEqualTo(3);
        return conflictId;
    }

    @Test
    void aRefreshedConflictKeepsWhatTheEarlierEditHasSet() {
        String conflictId = refreshedConflict("PFA-8");

        resolve(conflictId, Map.of("resolution", "use_local"));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(record("PFA-8").get(PfaField.MODEL)).isEqualTo("by user");
        assertThat(record("PFA-8").get(PfaField.MANUFACTURER)).isEqualTo("user's");
        assertThat(record("PFA-8").get(PfaField.CATEGORY)).isEqualTo("user's");
    }

    @Test
    void anotherUsersEditOfTheSameModificationIsAConflictOfItsOwn() {
        String first = conflict("PFA-13", Map.of("modificationId", "m-1", "modifiedBy", "m.ortega"));
        rest.write(
                organization,
                Map.of(
                        "modificationId",
                        "m-1",
                        "pfaId",
                        "PFA-13",
                        "baseVersion",
                        1,
                        "changes",
                        Map.of("model", "another's"),
                        "modifiedBy",
                        "a.silva"));

        assertThat(terminal(client).at("/details/conflictId").stringValue()).isNotEqualTo(first);
        assertThat(rest.conflicts(organization)
                        .valueStream()
                        .map(conflict -> conflict.get("modifiedBy").stringValue() + " "
                                + conflict.get("localData").size())
                        .toList())
                .containsExactlyInAnyOrder("m.ortega 2", "a.silva 1");
    }

    @Test
    void aMergeOfARefreshedConflictDecidesTheFieldsOfBothEdits() {
        String conflictId = refreshedConflict("PFA-9");

        RestClient.Answer half =
                resolve(conflictId, Map.of("resolution", "merge", "mergedData", Map.of("category", "a fourth")));
        RestClient.Answer whole = resolve(
                conflictId,
                Map.of("resolution", "merge", "mergedData", Map.of("category", "a fourth", "model", "a third")));

        assertThat(half.status()).isEqualTo(400);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        assertThat(record("PFA-9").get(PfaField.MODEL)).isEqualTo("a third");
        assertThat(record("PFA-9").get(PfaField.MANUFACTURER)).isEqualTo("user's");
        assertThat(record("PFA-9").get(PfaField.CATEGORY)).isEqualTo("a fourth");
    }

    @Test
    void pemsWinsOverBothEditsOfARefreshedConflict() {
        Object manufacturer = record("PFA-10").get(PfaField.MANUFACTURER);
        String conflictId = refreshedConflict("PFA-10");

        resolve(conflictId, Map.of("resolution", "use_pems"));

        assertThat(terminal(client).at("/details/newVersion").intValue()).isEqualTo(3);
        assertThat(record("PFA-10").get(PfaField.MODEL)).isEqualTo("by PEMS");
        assertThat(record("PFA-10").get(PfaField.MANUFACTURER)).isEqualTo(manufacturer);
        assertThat(rest.conflicts(organization).isEmpty()).isTrue();
    }

    @Test
    void aConflictLabelledForAnotherOrganizationIsShownToNobody() {
        String conflictId = conflict("PFA-11", Map.of());
        WorkQueues queues = gateway.bean(WorkQueues.class);
        String stranger = organization + "-stranger";
        queues.transactions().run(() -> {
            QueueMessage taken = queues.queue(SyncQueues.CONFLICTS)
                    .take(Selector.where("conflictId", conflictId), WireClient.PATIENCE)
                    .orElseThrow();
            queues.queue(SyncQueues.CONFLICTS).send(taken.with(Map.of("organizationId", stranger)));
        });

        assertThat(rest.conflicts(stranger).isEmpty()).isTrue();
        assertThat(resolve(conflictId, Map.of("resolution", "use_pems")).status())
                .isEqualTo(409);
    }

    @Test
    void anEditIsDecidedOnTheVersionOfTheRecordThatIsShown() {
        PfaRecord shown = new PfaRecord(
                new PfaId("PFA-12"), new OrganizationId(organization), 1, null, pems.values(organization, "PFA-12"));
        WriteItem item = new WriteItem(
                UUID.randomUUID(),
                "job",
                null,
                shown.organizationId(),
                shown.pfaId(),
                1,
                shown.values(),
                PfaValues.of(Map.of("model", "by user")),
                "m.ortega",
                null,
                0,
                Instant.now());
        pems.change(organization, "PFA-12", PfaValues.of(Map.of("model", "by PEMS")));
        // PEMS has named version 2 in its refusal, and answered the read with version 1.
        gateway.bean(Conflicts.class).open(item, new Conflicting(List.of("model"), 2), shown);
        String conflictId = terminal(client).at("/details/conflictId").stringValue();

        resolve(conflictId, Map.of("resolution", "use_local"));

        assertThat(sequence(client, "PFA-12")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_CONFLICT");
        assertThat(record("PFA-12").get(PfaField.MODEL)).isEqualTo("by PEMS");
    }

    @Test
    void conflictsAreListedInPagesNewestFirst() {
        for (int i = 0; i < 5; i++) {
            conflict("PFA-page-" + i, Map.of());
        }

        JsonNode page = rest.get("/conflicts?size=2&page=1&organizationId=" + organization)
                .body();

        assertThat(page.get("total").intValue()).isEqualTo(5);
        assertThat(page.at("/conflicts/0/pfaId").stringValue()).isEqualTo("PFA-page-2");
        assertThat(page.at("/conflicts/1/pfaId").stringValue()).isEqualTo("PFA-page-1");
        assertThat(rest.get("/conflicts?size=101&organizationId=" + organization)
                        .status())
                .isEqualTo(400);
    }
}
