package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.watch.WatchTimings;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tail against a server that sends what the test says, one answer for each request. */
class TailCommandTests {

    private static final WatchTimings QUICK = new WatchTimings(
            Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(30));

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/actuator/tail", exchange -> answer(exchange));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        String body = answers.isEmpty() ? "" : answers.remove(0);
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Test
    void printsTheEventsOfAllOrganizationsAndSaysWhatItMayHaveMissed() {
        answers.add(": hello\n\nid: e-1\ndata: " + event("org-rio", "PFA-1") + "\n\n"
                + "event: missed\n"
                + "data: {\"missed\":7}\n\n"
                + "event: gap\n"
                + "data: {\"organizationId\":\"org-rio\"}\n\n"
                + "event: end\n"
                + "data:"
                + " {\"code\":\"SLOW\",\"detail\":\"Slow\"}\n\n"
                + "event: newer\n"
                + "data: 1\n\n");
        answers.add("data: " + event("org-andes", "PFA-2") + "\r\n\r\n");

        CommandRun run = run("--count=2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("org-rio ") && line.contains("✓ Synced") && line.contains("PFA-1"))
                .anyMatch(line -> line.startsWith("org-andes ") && line.contains("PFA-2"));
        assertThat(run.err().lines())
                .anyMatch(line -> line.startsWith("7 events are missing: "))
                .anyMatch(line -> line.startsWith("events of org-rio may be missing"))
                .anyMatch("the gateway ends the tail: Slow"::equals)
                .anyMatch("the gateway says: newer 1"::equals)
                .anyMatch(line -> line.startsWith("connection lost: the gateway ended it; trying again in "))
                .anyMatch(line -> line.matches("reconnected; events from \\S+Z to \\S+Z may be missing"));
    }

    @Test
    void asksForWhatIsWantedAndPrintsJson() {
        answers.add("data: " + event("org-rio", "PFA-1") + "\n\n");

        CommandRun run = run(
                "--count=1",
                "--json",
                "--org=org-rio",
                "--type=sync_success,SYNC_FAILED",
                "--pfa=PFA-1,PFA-2",
                "--token=t");

        assertThat(run.outLines()).containsExactly(event("org-rio", "PFA-1"));
        assertThat(requests)
                .containsExactly(
                        "/actuator/tail?organizationId=org-rio&types=SYNC_SUCCESS,SYNC_FAILED&pfaIds=PFA-1,PFA-2"
                                + " Bearer t");
    }

    @Test
    void aRefusalIsFinalAndSaysWhatToDo() {
        status = 403;
        answers.add("{\"detail\":\"This needs perm_ViewAllOrgs\",\"code\":\"FORBIDDEN\"}");

        CommandRun run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("HTTP 403", "This needs perm_ViewAllOrgs", "--token")
                .hasLineCount(1);
    }

    @Test
    void aServerWithoutATailIsNamed() {
        status = 404;

        assertThat(run().err()).contains("has no tail");
    }

    @Test
    void tooFewEventsInTimeAreAFailure() {
        assertThat(run("--count=1", "--timeout=200ms").err()).contains("received 0 of 1 events in time");
    }

    private CommandRun run(String... options) {
        List<String> args = new ArrayList<>(
                List.of("tail", "--url=http://127.0.0.1:" + server.getAddress().getPort()));
        args.addAll(List.of(options));
        return CommandRun.of(
                SyncCommands.commandLine(new TailCommand(QUICK, Clock.systemUTC())), args.toArray(String[]::new));
    }

    private static String event(String organizationId, String pfaId) {
        return ("{\"type\":\"SYNC_SUCCESS\",\"eventId\":\"e-%s\",\"organizationId\":\"%s\",\"pfaId\":\"%1$s\","
                        + "\"timestamp\":\"2026-03-04T09:15:02.040Z\",\"details\":{\"newVersion\":8}}")
                .formatted(pfaId, organizationId);
    }
}
