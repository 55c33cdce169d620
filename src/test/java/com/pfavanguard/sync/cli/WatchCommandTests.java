package com.pfavanguard.sync.cli;

import static com.pfavanguard.sync.cli.WatchRun.event;
import static com.pfavanguard.sync.cli.WatchRun.greeting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WatchCommandTests {

    private static final String LIVE = greeting("p-0");

    @Test
    void eventsAreShownAsTheyCome() throws IOException {
        CommandRun run = WatchRun.of(
                        "--count 2",
                        client -> client.accept()
                                .text(LIVE)
                                .text(event("e-1"))
                                .text(event("e-2"))
                                .awaitEnd())
                .result();

        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("● Connected", "org-rio"),
                        line -> assertThat(line).contains("↻ Syncing", "PFA-e-1"),
                        line -> assertThat(line).contains("↻ Syncing", "PFA-e-2"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonIsPrintedAsItComesGreetingIncluded() throws IOException {
        CommandRun run = WatchRun.of(
                        "--count 1 --json",
                        client -> client.accept().text(LIVE).text(event("e-1")).awaitEnd())
                .result();

        assertThat(run.outLines()).containsExactly(LIVE, event("e-1"));
    }

    @Test
    void messagesInPiecesAreReadWhole() throws IOException {
        String event = event("e-1");

        CommandRun run = WatchRun.of(
                        "--count 2 --json",
                        client -> client.accept()
                                .text(LIVE)
                                .fragments(event.substring(0, 10), "", event.substring(10, 30), event.substring(30))
                                .text(event("e-2"))
                                .awaitEnd())
                .result();

        assertThat(run.outLines()).containsExactly(LIVE, event, event("e-2"));
    }

    @Test
    void theGatewayHearsAGoodbye() throws Exception {
        CompletableFuture<Integer> goodbye = new CompletableFuture<>();

        WatchRun.of(
                "--count 1",
                client -> goodbye.complete(
                        client.accept().text(LIVE).text(event("e-1")).awaitClose()));

        assertThat(goodbye.get(30, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void pingsAreAnswered() throws IOException {
        CommandRun run = WatchRun.of(
                        "--count 1",
                        client -> client.accept()
                                .text(LIVE)
                                .ping()
                                .awaitPong()
                                .text(event("e-1"))
                                .awaitEnd())
                .result();

        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatIsNoJsonIsSkippedAndWhatIsUnknownNotCounted() throws IOException {
        String unknown = event("e-1").replace("SYNC_PROCESSING", "SYNC_PAUSED");

        CommandRun run = WatchRun.of(
                        "--count 1 --json",
                        client -> client.accept()
                                .text(LIVE)
                                .text("\u001B[2Jhello")
                                .text("[]")
                                .text(unknown)
                                .text(event("e-2"))
                                .awaitEnd())
                .result();

        assertThat(run.outLines()).containsExactly(LIVE, unknown, event("e-2"));
        assertThat(run.err().lines()).hasSize(2).allMatch("skipped a message that is not a JSON object"::equals);
    }

    @Test
    void terminalCodesInAnEventDoNotReachTheTerminal() throws IOException {
        String hostile = "{\"type\":\"SYNC_FAILED\",\"pfaId\":\"PFA-1\",\"organizationId\":\"org-rio\","
                + "\"timestamp\":\"2026-03-04T09:15:03.511Z\",\"eventId\":\"e-1\","
                + "\"details\":{\"error\":\"\\u001b[2Jgone\\r\\n09:15 Synced\u009B31m\",\"retryCount\":0}}";

        CommandRun run = WatchRun.of(
                        "--count 1",
                        client -> client.accept().text(LIVE).text(hostile).awaitEnd())
                .result();

        assertThat(run.out()).doesNotContainPattern("[\\p{Cc}&&[^\\n]]").contains("gone 09:15 Synced (not retried)");
        assertThat(run.outLines()).hasSize(2);
    }

    @Test
    void aMessageWithoutAnEndIsRefused() throws IOException {
        CommandRun run = WatchRun.of(
                        "",
                        client -> client.accept()
                                .text(LIVE)
                                .text("x".repeat(2_000_000))
                                .awaitEnd())
                .result();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("close code 1009");
    }

    @Test
    void tooFewEventsInTimeAreAFailure() throws IOException {
        CommandRun run = WatchRun.of(
                        "--count 5 --timeout 3s",
                        client -> client.accept().text(LIVE).text(event("e-1")).awaitEnd())
                .result();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).endsWith("of 5 events in time" + System.lineSeparator());
    }

    @Test
    void withoutACountTheEndOfTimeIsASuccess() throws IOException {
        CommandRun run = WatchRun.of(
                        "--timeout 3s", client -> client.accept().text(LIVE).awaitEnd())
                .result();

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "watch,                                     'ORG'",
        "watch org.rio,                             [A-Za-z0-9_-]{1,64}",
        "watch org-rio --url ftp://localhost,       ws://localhost:3000",
        "watch org-rio --count 0,                   --count must be 1 or more",
        "watch org-rio --count many,                many",
        "watch org-rio --last-event-id a/b,         An eventId must match",
        "watch org-rio --timeout soon,              30s",
        "watch org-rio --timeout -1s,               30s",
        "watch org-rio --colour,                    --colour",
    })
    void whatIsNotUnderstoodIsNamed(String commandLine, String named) {
        CommandRun run = CommandRun.of(commandLine.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(named).contains("watch --help");
    }
}
