package com.pfavanguard.sync.writequeue;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The REST entry of edits, without a worker that takes them out of the queue. */
class WriteSyncRequestIT {

    private static TestGateway gateway;
    private static RestClient rest;
    private static int organizations;

    private String organization;

    @BeforeAll
    static void startAll(@TempDir Path data) {
        gateway = TestGateway.start(data, "--sync.worker.enabled=false");
        rest = new RestClient(gateway);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
    }

    @BeforeEach
    void anotherOrganization() {
        organization = "org-request-" + ++organizations;
    }

    private void awaitWaiting(int count) {
        Awaitility.await().atMost(WireClient.PATIENCE).until(() -> waiting() == count);
    }

    private int waiting() {
        return rest.status(organization).get("waiting").intValue();
    }

    private Map<String, Object> request(Object modifications) {
        return Map.of("organizationId", organization, "modifications", modifications);
    }

    @Test
    void aThousandModificationsAreQueuedInOneGo() {
        List<Map<String, Object>> modifications =
                IntStream.range(0, 1_000).mapToObj(i -> edit("PFA-" + i, "new")).toList();

        RestClient.Answer answer = rest.write(organization, 0, modifications);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("success").booleanValue()).isTrue();
        assertThat(answer.body().get("jobId").stringValue())
                .matches("write-sync-\\d+-" + organization + "-[0-9a-f]{8}");
        awaitWaiting(1_000);
    }

    @Test
    void oneInvalidModificationKeepsAllOthersOutAndEveryFaultIsTold() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("modificationId", "m-2");

        RestClient.Answer answer = rest.post(
                "/write-sync",
                request(List.of(
                        edit("PFA-1", "fine"),
                        edit("PFA 2", 1, Map.of(), Map.of("dor", "beo", "originalEnd", "2026-01-01", "nonsense", 1)),
                        nothing)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().get("code").stringValue()).isEqualTo("VALIDATION_FAILED");
        JsonNode faults = answer.body().get("validationErrors");
        assertThat(faults.at("/0/index").intValue()).isEqualTo(1);
        assertThat(faults.at("/0/errors").findValuesAsString("code"))
                .contains("INVALID_TYPE", "INVALID_ENUM_VALUE", "BUSINESS_RULE_VIOLATION", "INVALID_FIELD");
        assertThat(faults.at("/1/modificationId").stringValue()).isEqualTo("m-2");
        assertThat(faults.at("/1/errors").findValuesAsString("field")).contains("pfaId", "baseVersion", "changes");
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"organizationId\":\"org-x\",\"modifications\":[]}",
                "{\"organizationId\":\"org.x\",\"modifications\":[{}]}",
                "{\"modifications\":[{}]}",
                "{\"organizationId\":\"org-x\"}",
                "{\"organizationId\":\"org-x\",\"priority\":11,\"modifications\":[{}]}",
                "{\"organizationId\":\"org-x\",\"priority\":\"5\",\"modifications\":[{}]}",
                "{\"organizationId\":\"org-x\",\"modifications\":[{}],\"surprise\":1}",
                "{\"organizationId\":\"org-x\",\"organizationId\":\"org-y\",\"modifications\":[{}]}",
                "{\"organizationId\":\"org-x\",\"modifications\":[{\"pfaId\":1.5,\"changes\":3}]}"
            })
    void aMalformedRequestIsAProblemWithACode(String body) {
        RestClient.Answer answer = rest.post("/write-sync", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.body().get("detail").stringValue()).doesNotContain("com.pfavanguard", "jackson");
    }

    @Test
    void moreThanAThousandAreRefused() {
        assertThat(rest.post("/write-sync", request(Collections.nCopies(1_001, Map.of())))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyOfMoreThanAMegabyteIsRefused() {
        RestClient.Answer answer = rest.post("/write-sync", request(List.of(edit("PFA-1", "x".repeat(1024 * 1024)))));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    private static Map<String, Object> modification(String id, String pfaId, Map<String, Object> changes) {
        return Map.of("modificationId", id, "pfaId", pfaId, "baseVersion", 1, "changes", changes);
    }

    private List<WriteItem> items() {
        List<WriteItem> items = new ArrayList<>();
        gateway.bean(WriteQueue.class)
                .forEachWaiting(Selector.where("organizationId", organization), message -> items.add(message.item()));
        return items;
    }

    @Test
    void aModificationThatStillWaitsIsReplacedByANewerCommitOfIt() {
        rest.write(organization, modification("m-1", "PFA-1", Map.of("model", "old", "dor", "BEO")));
        RestClient.Answer answer =
                rest.write(organization, modification("m-1", "PFA-1", Map.of("model", "new", "manufacturer", "x")));

        assertThat(answer.body().get("queuedCount").intValue()).isEqualTo(1);
        assertThat(items()).hasSize(1);
        assertThat(items().get(0).changes())
                .isEqualTo(PfaValues.of(Map.of("model", "new", "dor", "BEO", "manufacturer", "x")));
    }

    @Test
    void aModificationIsNotMovedBehindALaterOneOfItsRecord() {
        rest.write(organization, modification("m-1", "PFA-1", Map.of("model", "first")));
        rest.write(organization, modification("m-2", "PFA-1", Map.of("model", "second")));
        rest.write(organization, modification("m-1", "PFA-1", Map.of("dor", "BEO")));
        rest.write(organization, modification("m-1", "PFA-2", Map.of("dor", "BEO")));

        assertThat(items()).extracting(WriteItem::modificationIdOrNull).containsExactly("m-1", "m-2", "m-1", "m-1");
    }

    @Test
    void aModificationIsNotMovedBehindALaterOneOfItsRecordInTheSameRequestEither() {
        rest.write(organization, modification("m-1", "PFA-1", Map.of("model", "first")));

        rest.write(
                organization,
                modification("m-2", "PFA-1", Map.of("model", "second")),
                modification("m-1", "PFA-1", Map.of("dor", "BEO")));

        assertThat(items()).extracting(WriteItem::modificationIdOrNull).containsExactly("m-1", "m-2", "m-1");
        assertThat(items().get(2).changes()).isEqualTo(PfaValues.of(Map.of("dor", "BEO")));
    }

    @Test
    void theFirstOfARequestStillReplacesTheOneThatWaits() {
        rest.write(organization, modification("m-1", "PFA-1", Map.of("model", "first")));

        rest.write(
                organization,
                modification("m-1", "PFA-1", Map.of("dor", "BEO")),
                modification("m-2", "PFA-1", Map.of("model", "second")));

        assertThat(items()).extracting(WriteItem::modificationIdOrNull).containsExactly("m-1", "m-2");
        assertThat(items().get(0).changes()).isEqualTo(PfaValues.of(Map.of("model", "first", "dor", "BEO")));
    }

    @Test
    void anUrgentEditDoesNotOvertakeAnotherOfItsRecordThatComesWithIt() {
        rest.write(organization, modification("m-0", "PFA-1", Map.of("model", "asked for first")));
        WriteItem plain = items().get(0);
        WriteItem urgent = withPriority(plain, WriteItem.MAX_PRIORITY);

        gateway.bean(WriteQueue.class).enqueue(List.of(withPriority(plain, 3), urgent, withPriority(urgent, 1)));

        assertThat(items()).extracting(WriteItem::priority).containsExactly(0, 3, WriteItem.MAX_PRIORITY, 1);
        // Without one that waits already, whose priority would hold for all of them.
        gateway.bean(WriteQueue.class).enqueue(List.of(of("PFA-2", plain), of("PFA-2", urgent)));

        assertThat(items())
                .filteredOn(item -> item.pfaId().value().equals("PFA-2"))
                .extracting(WriteItem::priority)
                .containsExactly(0, WriteItem.MAX_PRIORITY);
    }

    private static WriteItem withPriority(WriteItem item, int priority) {
        return copy(item, item.pfaId(), priority);
    }

    private static WriteItem of(String pfaId, WriteItem item) {
        return copy(item, new PfaId(pfaId), item.priority());
    }

    private static WriteItem copy(WriteItem item, PfaId pfaId, int priority) {
        return new WriteItem(
                UUID.randomUUID(),
                item.jobId(),
                item.modificationIdOrNull(),
                item.organizationId(),
                pfaId,
                item.baseVersion(),
                item.baseValuesOrNull(),
                item.changes(),
                item.modifiedBy(),
                item.changeReasonOrNull(),
                priority,
                item.queuedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2147483648", "99999999999999999999", "1.5", "\"1\"", "true", "null"})
    void aBaseVersionNoRecordCanHaveIsAFault(String baseVersion) {
        RestClient.Answer answer = rest.post(
                "/write-sync",
                "{\"organizationId\":\"%s\",\"modifications\":[{\"pfaId\":\"PFA-1\",\"baseVersion\":%s,\"changes\":{\"model\":\"x\"}}]}"
                        .formatted(organization, baseVersion));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(waiting()).isZero();
    }

    @Test
    void aModificationTwiceInOneRequestIsAFault() {
        RestClient.Answer answer = rest.write(
                organization,
                modification("m-1", "PFA-1", Map.of("model", "new")),
                modification("m-1", "PFA-1", Map.of("model", "newer")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/validationErrors/0/errors/0/field").stringValue())
                .isEqualTo("modificationId");
    }

    @Test
    void whatCouldFillTheBrokerIsAFault() {
        Map<String, Object> stranger = edit("PFA-1", 1, Map.of("x", "n".repeat(45_000)), Map.of("model", "new"));
        Map<String, Object> longText = edit("PFA-2", 1, Map.of("notes", "n".repeat(2_001)), Map.of("model", "new"));
        Map<String, Object> large =
                edit("PFA-3", 1, Map.of("tags", Collections.nCopies(4_096, "four")), Map.of("model", "new"));

        RestClient.Answer answer = rest.write(organization, 0, List.of(stranger, longText, large));

        assertThat(answer.status()).isEqualTo(400);
        JsonNode faults = answer.body().get("validationErrors");
        assertThat(faults.at("/0/errors").findValuesAsString("code")).contains("INVALID_FIELD");
        assertThat(faults.at("/1/errors").findValuesAsString("field")).containsExactly("notes");
        assertThat(faults.at("/2/errors").findValuesAsString("field")).containsExactly("modification");
        assertThat(waiting()).isZero();
    }

    @Test
    void theSameKeyGetsTheSameAnswerAndQueuesOnce() {
        Map<String, Object> request = request(List.of(edit("PFA-1", "new")));

        RestClient.Answer first = rest.post("/write-sync", request, "Idempotency-Key", "key-1");
        RestClient.Answer second = rest.post("/write-sync", request, "Idempotency-Key", "key-1");
        RestClient.Answer other =
                rest.post("/write-sync", request(List.of(edit("PFA-2", "new"))), "Idempotency-Key", "key-1");

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().get("code").stringValue()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        awaitWaiting(1);
    }

    @Test
    void theSameKeyManyTimesAtOnceQueuesOnce() {
        Map<String, Object> request = request(List.of(edit("PFA-1", "new"), edit("PFA-2", "new")));

        List<CompletableFuture<RestClient.Answer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> rest.post("/write-sync", request, "Idempotency-Key", "key-2")))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        assertThat(answers.stream().map(answer -> answer.join().body()).distinct())
                .hasSize(1);
        awaitWaiting(2);
    }

    @Test
    void anErrorOfAnyKindIsAProblemWithACode() {
        assertThat(rest.get("/sync-status").body().get("code").stringValue()).isEqualTo("VALIDATION_ERROR");
        assertThat(rest.get("/write-sync").body().get("code").stringValue()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(rest.post("/failed/nonsense/retry", "").body().get("code").stringValue())
                .isEqualTo("VALIDATION_ERROR");
        assertThat(rest.get("/conflicts?status=open&organizationId=" + organization)
                        .body()
                        .get("code")
                        .stringValue())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void theApiIsDescribed() throws Exception {
        JsonNode api = RestClient.JSON.readTree(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.http("/v3/api-docs")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());

        assertThat(api.get("paths").propertyNames())
                .contains(
                        "/api/pems/write-sync",
                        "/api/pems/sync-status",
                        "/api/pems/conflicts",
                        "/api/pems/conflicts/{conflictId}/resolve",
                        "/api/pems/failed",
                        "/api/pems/failed/{itemId}/retry");
    }
}
