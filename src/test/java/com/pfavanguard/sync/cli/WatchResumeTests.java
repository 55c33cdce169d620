package com.pfavanguard.sync.cli;

import static com.pfavanguard.sync.cli.WatchRun.event;
import static com.pfavanguard.sync.cli.WatchRun.greeting;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.watch.ScriptedGateway.Script;
import com.pfavanguard.sync.cli.watch.WatchTimings;
import com.pfavanguard.sync.testing.FreePorts;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WatchResumeTests {

    private static final String STREAM = "/api/ws/sync/org-rio";

    private static final WatchTimings IMPATIENT = new WatchTimings(
            Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofSeconds(30));

    private static final Script ONE_EVENT_THEN_CUT =
            client -> client.accept().text(greeting("p-0")).text(event("e-1")).reset();

    private static final Script THE_REST = client ->
            client.accept().text(greeting("e-1", true)).text(event("e-2")).awaitEnd();

    @Test
    void aCutConnectionIsResumedAfterTheLastMessage() throws IOException {
        WatchRun watch = WatchRun.of("--count 2 --json", ONE_EVENT_THEN_CUT, THE_REST);

        assertThat(watch.result().exitCode()).isZero();
        assertThat(watch.requests()).containsExactly(STREAM, STREAM + "?lastEventId=e-1");
        assertThat(watch.result().outLines())
                .containsExactly(greeting("p-0"), event("e-1"), greeting("e-1", true), event("e-2"));
        assertThat(watch.result().err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("connection lost").contains("trying again in"),
                        line -> assertThat(line).isEqualTo("resumed, all missed events follow"));
    }

    @Test
    void aGreetingIsAPositionToo() throws IOException {
        WatchRun watch = WatchRun.of(
                "--count 1", client -> client.accept().text(greeting("p-0")).reset(), THE_REST);

        assertThat(watch.requests()).containsExactly(STREAM, STREAM + "?lastEventId=p-0");
    }

    @Test
    void anEventThatComesTwiceIsShownOnce() throws IOException {
        WatchRun watch = WatchRun.of(
                "--count 2 --json",
                client -> client.accept()
                        .text(greeting("p-0"))
                        .text(event("e-1"))
                        .text(event("e-1"))
                        .reset(),
                client -> client.accept()
                        .text(greeting("p-0", true))
                        .text(event("e-1"))
                        .text(event("e-2"))
                        .awaitEnd());

        assertThat(watch.result().outLines())
                .containsExactly(greeting("p-0"), event("e-1"), greeting("p-0", true), event("e-2"));
    }

    @Test
    void anEventNamedByAGreetingIsNoDouble() throws IOException {
        WatchRun watch = WatchRun.of(
                "--count 1 --json",
                client ->
                        client.accept().text(greeting("e-1")).text(event("e-1")).awaitEnd());

        assertThat(watch.result().outLines()).containsExactly(greeting("e-1"), event("e-1"));
    }

    @Test
    void aGapIsToldAndTheWatchGoesOn() throws IOException {
        WatchRun watch = WatchRun.of(
                "--count 2",
                ONE_EVENT_THEN_CUT,
                client -> client.accept()
                        .text(greeting("p-9", false))
                        .text(event("e-10"))
                        .awaitEnd());

        assertThat(watch.result().exitCode()).isZero();
        assertThat(watch.result().err()).contains("resumed with a gap, events are missing: refetch");
    }

    @Test
    void aGapWithinAConnectionIsToldToo() throws IOException {
        WatchRun watch = WatchRun.of(
                "--count 2 --json",
                client -> client.accept()
                        .text(greeting("p-0"))
                        .text(event("e-1"))
                        .text(greeting("p-9", false))
                        .text(event("e-10"))
                        .awaitEnd());

        assertThat(watch.result().err()).isEqualToIgnoringNewLines("resumed with a gap, events are missing: refetch");
    }

    @Test
    void aWatchMayStartWhereAnotherLeftOff() throws IOException {
        WatchRun watch = WatchRun.of("--count 1 --last-event-id e-1", THE_REST);

        assertThat(watch.requests()).containsExactly(STREAM + "?lastEventId=e-1");
        assertThat(watch.result().err()).isEqualToIgnoringNewLines("resumed, all missed events follow");
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1011, 1012, 1013, 4000, 4001, 4399})
    void aGatewayThatSendsItsClientsAwayForNowSeesThemAgain(int code) throws IOException {
        WatchRun watch = WatchRun.of(
                "--count 1",
                client -> client.accept()
                        .text(greeting("e-1"))
                        .close(code, "later")
                        .awaitEnd(),
                THE_REST);

        assertThat(watch.result().exitCode()).isZero();
        assertThat(watch.requests()).containsExactly(STREAM, STREAM + "?lastEventId=e-1");
        assertThat(watch.result().err()).contains("connection lost, close code " + code + ": later");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1002, 1003, 1007, 1008, 1009, 4400, 4401, 4999})
    void aGatewayThatSendsItsClientsAwayForGoodIsLeftAlone(int code) throws IOException {
        WatchRun watch = WatchRun.of(
                "",
                client -> client.accept()
                        .text(greeting("e-1"))
                        .close(code, "no\u001B[2J more")
                        .awaitEnd());

        assertThat(watch.result().exitCode()).isEqualTo(1);
        assertThat(watch.result().err())
                .contains("close code " + code + ": no more")
                .hasLineCount(1);
        assertThat(watch.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 426})
    void aRefusedHandshakeIsFinalAndSaysWhy(int status) throws IOException {
        WatchRun watch = WatchRun.of(
                "",
                client -> client.refuse(status, "{\"status\":%d,\"detail\":\"not\\u001b[2J you\"}".formatted(status)));

        assertThat(watch.result().exitCode()).isEqualTo(1);
        assertThat(watch.result().err())
                .contains("HTTP " + status + ": not you")
                .hasLineCount(1);
        assertThat(watch.requests()).hasSize(1);
    }

    @Test
    void aRefusalInPlainWordsIsEnough() throws IOException {
        WatchRun watch = WatchRun.of("", client -> client.refuse(404, "<h1>Not found</h1>"));

        assertThat(watch.result().exitCode()).isEqualTo(1);
        assertThat(watch.result().err()).contains("HTTP 404").doesNotContain("h1");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aGatewayThatCannotJustNowIsAskedAgain(int status) throws IOException {
        Script full = client -> client.refuse(status, "{\"detail\":\"full\"}");

        WatchRun watch = WatchRun.of("--count 1", full, full, THE_REST);

        assertThat(watch.result().exitCode()).isZero();
        assertThat(watch.requests()).hasSize(3);
        assertThat(watch.result().err()).contains("cannot connect, HTTP " + status, "full");
    }

    // Right after a message the JDK's client may drop the end of the stream; then the silence limit detects it.
    @Test
    void aCutAtAnyMomentLosesNothing() throws IOException {
        WatchRun watch = WatchRun.of(
                IMPATIENT,
                "--count 2 --json",
                client -> client.accept().text(greeting("p-0")).text(event("e-1")),
                client -> client.accept()
                        .text(greeting("p-0", true))
                        .text(event("e-1"))
                        .text(event("e-2"))
                        .awaitEnd());

        assertThat(watch.result().exitCode()).isZero();
        assertThat(watch.result().outLines()).containsOnlyOnce(event("e-1"), event("e-2"));
    }

    @Test
    void aSilentConnectionIsTakenForDead() throws IOException {
        WatchRun watch = WatchRun.of(
                IMPATIENT,
                "--count 1",
                client -> client.accept().text(greeting("e-1")).awaitEnd(),
                THE_REST);

        assertThat(watch.result().exitCode()).isZero();
        assertThat(watch.requests()).contains(STREAM + "?lastEventId=e-1");
        assertThat(watch.result().err()).contains("connection lost, nothing heard for");
    }

    @Test
    void aGreetingResetsThePauses() throws IOException {
        WatchTimings timings = new WatchTimings(
                Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
        Script greetThenCut = client ->
                client.accept().text(greeting("p-0")).ping().awaitPong().reset();

        WatchRun watch =
                WatchRun.of(timings, "--count 1", greetThenCut, greetThenCut, greetThenCut, greetThenCut, THE_REST);

        // Without a reset the third pause would be 0.2 s at least, the fourth 0.4 s.
        assertThat(watch.result().err().lines().filter(line -> line.contains("trying again")))
                .hasSize(4)
                .allMatch(line -> line.endsWith("; trying again in 0.1 s"));
    }

    @Test
    void aGatewayThatIsNotThereIsNamed() {
        String url = "ws://localhost:" + FreePorts.next();

        CommandRun run = CommandRun.of("watch", "org-rio", "--url", url, "--timeout", "3s");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("cannot connect, nothing listens at " + url.substring(5) + "; trying again in")
                .contains("could not reach a gateway in time");
    }
}
