package com.pfavanguard.sync.api;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Checks, with tokens required, which user an edit is written as, and what the audit log and the API say about it. */
class AuthorAndAuditIT {

    private static final Queue<ILoggingEvent> LINES = new ConcurrentLinkedQueue<>();

    private static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            LINES.add(line);
        }
    };

    private static TestGateway gateway;
    private static StandInPems pems;

    private String organization;
    private WireClient client;

    @BeforeAll
    static void startAll(@TempDir Path data) {
        gateway = TestGateway.start(
                data,
                TestToken.settings(
                        "--sync.worker.rate=1000",
                        "--sync.api.writes-per-minute=1000",
                        "--sync.api.failed-per-minute=1000",
                        "--sync.api.conflicts-per-minute=1000",
                        "--sync.worker.retry.delay=20ms",
                        "--sync.worker.breaker.failures=1000"));
        pems = gateway.bean(StandInPems.class);
        // After the start, which resets the loggers.
        APPENDER.start();
        audit().addAppender(APPENDER);
    }

    @AfterAll
    static void stopAll() {
        audit().detachAppender(APPENDER);
        gateway.close();
    }

    private static Logger audit() {
        return (Logger) LoggerFactory.getLogger("sync-audit");
    }

    @BeforeEach
    void connect(TestInfo test) {
        organization = "org-" + test.getTestMethod().orElseThrow().getName();
        organization = organization.substring(0, Math.min(organization.length(), 60));
        client = WireClient.openWithToken(gateway.webSocket(organization), token("listener", "perm_Read"));
        client.nextJson();
        LINES.clear();
    }

    @AfterEach
    void disconnect() {
        client.close();
        pems.behaveNormally();
    }

    private String token(String user, String... permissions) {
        return TestToken.of(user).in(organization, permissions).sign();
    }

    private RestClient rest(String user, String... more) {
        String[] permissions = Stream.concat(Stream.of("perm_Read", "perm_Sync"), Stream.of(more))
                .toArray(String[]::new);
        return new RestClient(gateway).with(token(user, permissions));
    }

    private static Map<String, Object> by(Map<String, Object> edit, String modifiedBy) {
        Map<String, Object> named = new HashMap<>(edit);
        named.put("modifiedBy", modifiedBy);
        return named;
    }

    private static Map<String, Object> of(Map<String, Object> edit, String modificationId) {
        Map<String, Object> named = new HashMap<>(edit);
        named.put("modificationId", modificationId);
        return named;
    }

    private static Map<String, String> facts(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    private static List<Map<String, String>> told(String action) {
        return LINES.stream()
                .map(AuthorAndAuditIT::facts)
                .filter(facts -> action.equals(facts.get("action")))
                .toList();
    }

    private static Map<String, String> awaitTold(String action) {
        await().atMost(WireClient.PATIENCE).until(() -> !told(action).isEmpty());
        return told(action).get(0);
    }

    /** The author that PEMS would have got if it had not refused. */
    private String authorOfFailed(RestClient rest, Map<String, Object> edit) {
        pems.behave(StandInBehaviour.status(400).always());
        assertThat(rest.write(organization, edit).status()).isEqualTo(200);
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        return rest.failed(organization).at("/0/modifiedBy").stringValue();
    }

    private String conflict(RestClient rest, String pfaId) {
        Object before = pems.values(organization, pfaId).get(PfaField.MODEL);
        pems.change(organization, pfaId, PfaValues.of(Map.of("model", "by PEMS")));
        rest.write(organization, edit(pfaId, 1, Map.of("model", before), Map.of("model", "by user")));
        JsonNode event = terminal(client);
        assertThat(event.get("type").stringValue()).isEqualTo("SYNC_CONFLICT");
        return event.at("/details/conflictId").stringValue();
    }

    private String failedItem(RestClient rest, String pfaId) {
        pems.behave(StandInBehaviour.status(400).always());
        rest.write(organization, edit(pfaId, "refused"));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        pems.behaveNormally();
        return rest.failed(organization).at("/0/itemId").stringValue();
    }

    private static RestClient.Answer revoke(String token, Map<String, Object> order) {
        return RestClient.post(gateway.http("/api/admin/revocations"), order, "Authorization", "Bearer " + token);
    }

    // --- Under whose name.

    @Test
    void anEditIsOfTheTokensUser() {
        assertThat(authorOfFailed(rest("u-1"), edit("PFA-1", "new"))).isEqualTo("u-1@example");
        assertThat(authorOfFailed(rest("u-1"), by(edit("PFA-2", "new"), "u-1@example")))
                .isEqualTo("u-1@example");
        assertThat(authorOfFailed(rest("u-1"), by(edit("PFA-3", "new"), "u-1"))).isEqualTo("u-1@example");
    }

    @Test
    void anEditInSomebodyElsesNameIsRefused() {
        RestClient rest = rest("mallory");

        RestClient.Answer answer = rest.write(
                organization,
                edit("PFA-1", "new"),
                by(edit("PFA-2", "new"), "mallory@example"),
                by(edit("PFA-3", "new"), "m.ortega"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().get("code").stringValue()).isEqualTo("PERMISSION_DENIED");
        assertThat(answer.body().get("detail").stringValue())
                .contains("modifications[2].modifiedBy", "perm_ActForOthers")
                .doesNotContain("ortega");
        assertThat(told("write-sync")).isEmpty();
        assertThat(told("refusal"))
                .singleElement()
                .satisfies(facts -> assertThat(facts)
                        .containsEntry("outcome", "refused")
                        .containsEntry("reason", "PERMISSION_DENIED")
                        .containsEntry("user", "mallory")
                        .containsEntry("organization", organization)
                        .containsEntry("address", "127.0.0.1")
                        .containsEntry("request", "POST /api/pems/write-sync"));
        gateway.publish(organization, "PFA-last");
        assertThat(client.nextJson().get("pfaId").stringValue())
                .as("nothing was queued")
                .isEqualTo("PFA-last");
    }

    @Test
    void aServiceMayActForOthersWhereItHasThePermission() {
        RestClient service = rest("backend", "perm_ActForOthers");

        assertThat(authorOfFailed(service, by(edit("PFA-1", "new"), "m.ortega")))
                .isEqualTo("m.ortega");
        assertThat(authorOfFailed(service, edit("PFA-2", "new"))).isEqualTo("backend@example");

        assertThat(told("write-sync").get(0)).containsEntry("user", "backend").containsEntry("modifiedBy", "m.ortega");
        RestClient elsewhere = new RestClient(gateway)
                .with(TestToken.of("backend")
                        .in(organization, "perm_Read", "perm_Sync")
                        .in("org-other", "perm_Read", "perm_Sync", "perm_ActForOthers")
                        .sign());
        assertThat(elsewhere
                        .write(organization, by(edit("PFA-1", "new"), "m.ortega"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aMergeIsOfWhoeverHasChosenTheValues() {
        String first = conflict(rest("u-editor"), "PFA-1");
        pems.behave(StandInBehaviour.status(400).always());

        rest("u-judge")
                .post(
                        "/conflicts/" + first + "/resolve",
                        Map.of("resolution", "merge", "mergedData", Map.of("model", "the judge's")));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        assertThat(rest("u-judge").failed(organization).at("/0/modifiedBy").stringValue())
                .isEqualTo("u-judge@example");

        pems.behaveNormally();
        String second = conflict(rest("u-editor"), "PFA-2");
        pems.behave(StandInBehaviour.status(400).always());

        rest("u-judge").post("/conflicts/" + second + "/resolve", Map.of("resolution", "use_local"));

        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_FAILED");
        assertThat(rest("u-judge").failed(organization).at("/0/modifiedBy").stringValue())
                .isEqualTo("u-editor@example");
    }

    @Test
    void editsOfTwoUsersAreNeverMadeOne() {
        // Keeps the record busy, so that the others wait.
        pems.behave(StandInBehaviour.of(Mode.SLOW).delayedBy(Duration.ofSeconds(2)));
        List<Map<String, Object>> edits = List.of(
                edit("PFA-1", "first"),
                of(edit("PFA-1", 1, Map.of(), Map.of("manufacturer", "u-1's")), "m-1"),
                of(edit("PFA-1", 1, Map.of(), Map.of("category", "u-2's")), "m-1"));

        assertThat(rest("u-1")
                        .write(organization, edits.get(0))
                        .body()
                        .path("detail")
                        .asString(""))
                .isEmpty();
        assertThat(rest("u-1")
                        .write(organization, edits.get(1))
                        .body()
                        .path("detail")
                        .asString(""))
                .isEmpty();
        assertThat(rest("u-2")
                        .write(organization, edits.get(2))
                        .body()
                        .path("detail")
                        .asString(""))
                .isEmpty();

        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ends.add(terminal(client).get("type").stringValue());
        }
        assertThat(ends).hasSize(3);
        await().atMost(WireClient.PATIENCE).until(() -> told("pems-write").size() == 3);
        assertThat(told("pems-write"))
                .extracting(facts -> facts.get("user"))
                .containsExactly("u-1@example", "u-1@example", "u-2@example");
    }

    // --- What is told.

    @Test
    void anEditAndItsWriteAreTold() {
        RestClient.Answer answer = rest("u-1").write(organization, edit("PFA-1", "s3cret-model"), edit("PFA-2", "x"));

        assertThat(awaitTold("write-sync"))
                .containsEntry("outcome", "success")
                .containsEntry("user", "u-1")
                .containsEntry("organization", organization)
                .containsEntry("address", "127.0.0.1")
                .containsEntry("job", answer.body().get("jobId").stringValue())
                .containsEntry("count", "2")
                .containsEntry("pfas", "PFA-1, PFA-2");
        await().atMost(WireClient.PATIENCE).until(() -> told("pems-write").size() == 2);
        assertThat(told("pems-write"))
                .allSatisfy(facts -> assertThat(facts)
                        .containsEntry("outcome", "written")
                        .containsEntry("user", "u-1@example")
                        .containsEntry("organization", organization)
                        .containsEntry("job", answer.body().get("jobId").stringValue())
                        .containsKeys("item", "version"))
                .extracting(facts -> facts.get("pfa"))
                .containsExactlyInAnyOrder("PFA-1", "PFA-2");
        assertThat(LINES)
                .allSatisfy(line -> assertThat(line.getFormattedMessage() + facts(line))
                        .doesNotContain("s3cret")
                        .doesNotContain("eyJ"));
    }

    @Test
    void everyAttemptIsToldWithWhatBecameOfIt() {
        pems.behave(StandInBehaviour.status(500).times(1));
        rest("u-1").write(organization, edit("PFA-1", "new"));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        failedItem(rest("u-1"), "PFA-2");
        String conflictId = conflict(rest("u-1"), "PFA-3");

        await().atMost(WireClient.PATIENCE).until(() -> told("pems-write").size() == 4);
        assertThat(told("pems-write"))
                .extracting(facts -> facts.get("pfa") + " " + facts.get("outcome") + " " + facts.get("code"))
                .containsExactly(
                        "PFA-1 retry SERVER_ERROR",
                        "PFA-1 written null",
                        "PFA-2 failed INVALID_REQUEST",
                        "PFA-3 conflict null");
        assertThat(conflictId).isNotEmpty();
    }

    @Test
    void decisionsRetriesAndRemovalsAreTold() {
        String conflictId = conflict(rest("u-1"), "PFA-1");
        rest("u-judge").post("/conflicts/" + conflictId + "/resolve", Map.of("resolution", "use_pems"));
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        String retried = failedItem(rest("u-1"), "PFA-2");
        rest("u-2").post("/failed/" + retried + "/retry", "");
        assertThat(terminal(client).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
        String removed = failedItem(rest("u-1"), "PFA-3");
        assertThat(rest("u-2").delete("/failed/" + removed).status()).isEqualTo(204);

        assertThat(awaitTold("resolution"))
                .containsEntry("outcome", "success")
                .containsEntry("user", "u-judge")
                .containsEntry("organization", organization)
                .containsEntry("address", "127.0.0.1")
                .containsEntry("conflict", conflictId)
                .containsEntry("pfa", "PFA-1")
                .containsEntry("resolution", "use_pems");
        assertThat(awaitTold("retry"))
                .containsEntry("outcome", "success")
                .containsEntry("user", "u-2")
                .containsEntry("organization", organization)
                .containsEntry("address", "127.0.0.1")
                .containsEntry("item", retried)
                .containsEntry("pfa", "PFA-2");
        assertThat(awaitTold("removal"))
                .containsEntry("outcome", "success")
                .containsEntry("user", "u-2")
                .containsEntry("organization", organization)
                .containsEntry("item", removed)
                .containsEntry("pfa", "PFA-3");
    }

    @Test
    void aRevocationIsTold() {
        String admin = token("boss", "perm_Read", "perm_ManageUsers");

        assertThat(revoke(admin, Map.of("userId", "u-gone", "organizationId", organization))
                        .status())
                .isEqualTo(200);

        assertThat(awaitTold("revocation"))
                .containsEntry("outcome", "success")
                .containsEntry("user", "boss")
                .containsEntry("organization", organization)
                .containsEntry("address", "127.0.0.1")
                .containsEntry("revokedUser", "u-gone");
    }

    @Test
    void whoeverMayNotIsToldOfWithWhatWasWanted() {
        String conflictId = conflict(rest("u-1"), "PFA-1");
        String itemId = failedItem(rest("u-1"), "PFA-2");
        LINES.clear();
        RestClient reader = new RestClient(gateway).with(token("u-reader", "perm_Read"));
        RestClient stranger = new RestClient(gateway).with(TestToken.reader("u-stranger", "org-other"));

        assertThat(reader.write(organization, edit("PFA-1", "x")).status()).isEqualTo(403);
        reader.post("/conflicts/" + conflictId + "/resolve", Map.of("resolution", "use_pems"));
        reader.post("/failed/" + itemId + "/retry", "");
        reader.delete("/failed/" + itemId);
        assertThat(revoke(token("u-reader", "perm_Read"), Map.of("userId", "u-1"))
                        .status())
                .isEqualTo(403);
        assertThat(stranger.delete("/failed/" + itemId).status()).isEqualTo(404);

        assertThat(told("refusal"))
                .extracting(facts -> facts.get("user") + " " + facts.get("reason") + " " + facts.get("request"))
                .containsExactly(
                        "u-reader PERMISSION_DENIED POST /api/pems/write-sync",
                        "u-reader PERMISSION_DENIED POST /api/pems/conflicts/" + conflictId + "/resolve",
                        "u-reader PERMISSION_DENIED POST /api/pems/failed/" + itemId + "/retry",
                        "u-reader PERMISSION_DENIED DELETE /api/pems/failed/" + itemId,
                        "u-reader PERMISSION_DENIED POST /api/admin/revocations",
                        "u-stranger ORG_ACCESS_DENIED DELETE /api/pems/failed/" + itemId);
        assertThat(told("resolution")).isEmpty();
        assertThat(told("retry")).isEmpty();
        assertThat(told("removal")).isEmpty();
    }

    @Test
    void whatDidNotHappenIsNotTold() {
        String conflictId = conflict(rest("u-1"), "PFA-1");
        RestClient rest = rest("u-1");

        assertThat(rest.post("/conflicts/" + conflictId + "/resolve", Map.of("resolution", "merge"))
                        .status())
                .isEqualTo(400);
        assertThat(rest.delete("/failed/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(rest.write(organization, edit("PFA 1", "x")).status()).isEqualTo(400);
        Map<String, Object> body = Map.of("organizationId", organization, "modifications", List.of(edit("PFA-9", "x")));
        rest.post("/write-sync", body, "Idempotency-Key", "k-1");
        rest.post("/write-sync", body, "Idempotency-Key", "k-1");

        assertThat(told("resolution")).isEmpty();
        assertThat(told("removal")).isEmpty();
        assertThat(told("write-sync"))
                .as("the edit that met a conflict, and PFA-9")
                .hasSize(2);
    }

    @Test
    void manyEditsAreOneShortLine() {
        RestClient service = rest("backend", "perm_ActForOthers");
        List<Map<String, Object>> edits = IntStream.range(0, 50)
                .mapToObj(i -> by(edit("PFA-" + "9".repeat(50) + i, "x"), "somebody\n" + "n".repeat(80) + i))
                .toList();

        assertThat(service.write(organization, 0, edits).status()).isEqualTo(200);

        assertThat(told("write-sync")).singleElement().satisfies(facts -> {
            assertThat(facts).containsEntry("count", "50");
            assertThat(facts.get("pfas")).contains("and 30 more");
        });
        assertThat(LINES)
                .allSatisfy(line -> assertThat(line.getFormattedMessage() + facts(line))
                        .hasSizeLessThan(10_000)
                        .doesNotContain("\n"));
    }
}
