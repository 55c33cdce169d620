package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the demo against a gateway, and against servers and settings with which it must refuse to run. */
@Timeout(120)
class DemoCommandIT {

    private static TestGateway gateway;
    private static StandInPems pems;
    private static RestClient rest;

    @BeforeAll
    static void startAll(@TempDir Path data) {
        gateway = TestGateway.start(data, "--sync.worker.retry.delay=100ms");
        pems = gateway.bean(StandInPems.class);
        rest = new RestClient(gateway);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
    }

    @BeforeEach
    void reset() {
        pems.reset();
    }

    @Test
    void aDayHasEveryWayAnEditCanGo() {
        CommandRun run = demo("org-day");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "1. Which PEMS does it write to?",
                        "Queued",
                        "Syncing",
                        "Conflict",
                        "POST resolve: use_pems",
                        "Synced",
                        "conflict resolved: use_pems",
                        "as documented: SYNC_QUEUED, SYNC_PROCESSING, SYNC_CONFLICT, SYNC_SUCCESS",
                        "2. Clean writes",
                        "POST write-sync: 3 queued",
                        "as documented: SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS",
                        "3. A retry",
                        "Retrying 1",
                        "the worker waits 0.",
                        "Retrying 2",
                        "the worker waits 0.",
                        "Synced",
                        "as documented: SYNC_QUEUED, SYNC_PROCESSING, SYNC_QUEUED, SYNC_PROCESSING, SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS",
                        "4. A conflict",
                        "in conflict: forecastEnd, model",
                        "POST resolve: merge",
                        "version 3",
                        "PEMS now has",
                        "as documented: SYNC_QUEUED, SYNC_PROCESSING, SYNC_CONFLICT, SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS",
                        "5. A failure",
                        "Failed",
                        "INVALID_REQUEST",
                        "POST retry",
                        "as documented: SYNC_QUEUED, SYNC_PROCESSING, SYNC_FAILED, SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS",
                        "Done in ",
                        "7 edits, 32 events, all in the documented order",
                        " completed, 0 failed, 0 conflicts open");
        assertThat(run.out()).contains("the user's edit of version 1 against version 2 in PEMS");
        // The figures count the last edit after its event was sent.
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(rest.status("org-day").get("completed").intValue())
                                .isEqualTo(6));
    }

    @Test
    void itMayBePlayedAgainAndWhileOthersAreAtWork() throws Exception {
        StandInBehaviour others = StandInBehaviour.status(503).always().forPfa("PFA-70412");
        pems.behave(others);
        assertThat(demo("org-busy").exitCode()).isZero();
        StringWriter out = new StringWriter();
        FutureTask<Integer> playing = new FutureTask<>(() -> SyncCommands.run(
                SyncCommands.commandLine(),
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                arguments("org-busy")));
        new Thread(playing).start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> out.toString().contains("1. "));

        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            gateway.publish("org-busy", "PFA-70901");
            return playing.isDone();
        });

        assertThat(playing.get()).isZero();
        assertThat(out.toString())
                .contains("32 events, all in the documented order")
                .doesNotContain("PFA-70901", "ignored 0 events");
        assertThat(rest.write("org-busy", RestClient.edit("PFA-70412", "336")).status())
                .isEqualTo(200);
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> pems.calls().list().stream()
                        .anyMatch(call ->
                                call.behaviour().equals("503") && call.pfaId().equals("PFA-70412")));
    }

    @Test
    void whereNothingRunsItSaysSo() {
        CommandRun run = CommandRun.of("demo", "org-rio", "--url=http://localhost:" + FreePorts.next(), pemsUrl());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("no answer from http://localhost:", "--url");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutAStandInItRefusesAndSaysWhy() {
        CommandRun run =
                CommandRun.of("demo", "org-none", url(gateway), "--pems-url=http://127.0.0.1:" + FreePorts.next());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("no stand-in PEMS", "never against a real PEMS", "--pems-url");
        assertThat(rest.status("org-none").path("completed").intValue()).isZero();
    }

    @Test
    void somethingElseThatAnswersIsNoStandIn() {
        CommandRun run =
                CommandRun.of("demo", "org-none", url(gateway), "--pems-url=http://127.0.0.1:" + gateway.port());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("is not one", "never against a real PEMS");
    }

    @Test
    void anInstanceThatWritesToAnotherPemsIsFoundOutBeforeAnythingIsWritten() {
        StandInPems another = new StandInPems(0, Clock.systemUTC());
        another.start();
        try {
            CommandRun run = CommandRun.of("demo", "org-other", url(gateway), "--pems-url=" + another.baseUrl());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).hasLineCount(1).contains("another PEMS, perhaps a real one", "Nothing was written");
            assertThat(pems.calls().list(StandInOperation.UPDATE)).isEmpty();
            assertThat(pems.calls().list(StandInOperation.READ)).hasSize(1);
            assertThat(rest.conflicts("org-other")).isEmpty();
        } finally {
            another.stop();
        }
    }

    @Test
    void anOrganizationThatIsNotConnectedToPemsIsNamedAsSuch(@TempDir Path data) {
        try (TestGateway strict = TestGateway.start(data, "--sync.pems.unmapped-organizations=refuse")) {
            CommandRun run = CommandRun.of("demo", "org-lima", url(strict), pemsUrl(strict));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("This organization is not connected to PEMS", "Nothing was written");
        }
    }

    @Test
    void itFindsTheCodePemsKnowsTheOrganizationBy(@TempDir Path data) {
        try (TestGateway mapped =
                TestGateway.start(data, "--sync.pems.organizations.org-rio=RIO", "--sync.worker.retry.delay=100ms")) {
            assertThat(CommandRun.of("demo", "org-rio", url(mapped), pemsUrl(mapped))
                            .exitCode())
                    .isZero();
            assertThat(mapped.bean(StandInPems.class).calls().list())
                    .allSatisfy(call -> assertThat(call.organizationCode()).isEqualTo("RIO"));
        }
    }

    @Test
    void aMisbehaviourMeantForAnybodyIsNotUsedUp() {
        pems.behave(StandInBehaviour.status(503).times(2));

        CommandRun run = demo("org-polite");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .contains("someone has told the stand-in PEMS to fail for any record", "curl -X DELETE http://");
        assertThat(pems.calls().total()).isZero();
    }

    @Test
    void anImpossibleOrganizationIsNotUnderstood() {
        CommandRun run = demo("org.*");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("org.*", "[A-Za-z0-9_-]{1,64}");
    }

    @Test
    void aProcessWithoutTheProducerRoleTakesNoEdits(@TempDir Path data) {
        try (TestGateway web = TestGateway.start(data, "--sync.roles=gateway")) {
            CommandRun run = CommandRun.of("demo", "org-web", url(web), pemsUrl());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).hasLineCount(1).contains("does not accept edits", "api role", "sync.roles");
        }
    }

    @Test
    void whereTokensAreAskedForItShowsItsOwn(@TempDir Path data) {
        String secret = "--secret=" + TestToken.SECRET;
        try (TestGateway guarded = TestGateway.start(data, TestToken.settings("--sync.worker.retry.delay=100ms"))) {
            String token = CommandRun.of("token", "org-walled", secret).out().strip();
            String reader = CommandRun.of("token", "org-walled", secret, "--permission=perm_Read")
                    .out()
                    .strip();

            CommandRun without = CommandRun.of("demo", "org-walled", url(guarded), pemsUrl(guarded));
            CommandRun asReader =
                    CommandRun.of("demo", "org-walled", url(guarded), pemsUrl(guarded), "--token=" + reader);
            CommandRun with = CommandRun.of("demo", "org-walled", url(guarded), pemsUrl(guarded), "--token=" + token);

            assertThat(without.exitCode()).isEqualTo(1);
            assertThat(without.err()).hasLineCount(1).contains("requires a token", "UNAUTHORIZED", "--token");
            assertThat(asReader.exitCode()).isEqualTo(1);
            assertThat(asReader.err()).hasLineCount(1).contains("perm_Sync", "PERMISSION_DENIED");
            assertThat(with.exitCode()).as(with.err()).isZero();
            assertThat(with.out())
                    .contains("32 events, all in the documented order")
                    .doesNotContain(token);
        }
    }

    @Test
    void anEventThatDoesNotComeIsNamed(@TempDir Path data) {
        try (TestGateway idle = TestGateway.start(data, "--sync.worker.enabled=false")) {
            CommandRun run = CommandRun.of("demo", "org-idle", url(idle), pemsUrl(idle), "--timeout=3s");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("Queued");
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("no event for 3 s", "SYNC_PROCESSING", "sync.worker.enabled");
        }
    }

    @Test
    void anotherOrderThanDocumentedIsAFailureAndTheStandInIsLeftAsItWas(@TempDir Path data) {
        try (TestGateway hasty = TestGateway.start(data, "--sync.worker.retry.max=0")) {
            StandInPems itsPems = hasty.bean(StandInPems.class);
            itsPems.behave(StandInBehaviour.status(503).forPfa("PFA-70412"));

            CommandRun run = CommandRun.of("demo", "org-hasty", url(hasty), pemsUrl(hasty));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("expected SYNC_QUEUED with retryCount 1, but received SYNC_FAILED");
            assertThat(waiting(itsPems)).hasSize(1).first().asString().contains("PFA-70412");
        }
    }

    private static List<String> waiting(StandInPems standIn) {
        return RestClient.get(standIn.baseUrl().resolve("/stand-in/behaviour")).body().path("waiting").values().stream()
                .map(Object::toString)
                .toList();
    }

    private static CommandRun demo(String organizationId) {
        return CommandRun.of(arguments(organizationId));
    }

    private static String[] arguments(String organizationId) {
        return Stream.of("demo", organizationId, url(gateway), pemsUrl()).toArray(String[]::new);
    }

    private static String url(TestGateway at) {
        return "--url=http://localhost:" + at.port();
    }

    private static String pemsUrl() {
        return pemsUrl(gateway);
    }

    private static String pemsUrl(TestGateway of) {
        return "--pems-url=" + of.bean(StandInPems.class).baseUrl();
    }
}
