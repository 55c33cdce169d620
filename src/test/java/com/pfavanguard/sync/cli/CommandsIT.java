package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.TestGateway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs both commands against a gateway: holds what the watch expects to what the gateway really sends. */
@Timeout(120)
class CommandsIT {

    @TempDir
    private static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        // Empty means not set: the gateway generates its passwords, and the command finds them.
        gateway = TestGateway.start(
                data, "--sync.broker.embedded.producer-password=", "--sync.broker.embedded.gateway-password=");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void whatOnePublishesTheOtherSees() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        FutureTask<Integer> watching = new FutureTask<>(() -> SyncCommands.run(
                SyncCommands.commandLine(),
                new PrintWriter(out),
                new PrintWriter(err),
                "watch",
                "org-rio",
                "--count=1",
                url()));
        new Thread(watching).start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> out.toString().contains("● Connected"));

        CommandRun other = publish("org-andes", "e-0");
        CommandRun published = publish("org-rio", "e-1");

        assertThat(watching.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(other.exitCode()).isZero();
        assertThat(published.exitCode()).isZero();
        assertThat(out.toString().lines()).hasSize(2).last().asString().contains("✓ Synced", "PFA-e-1", "version 8");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWatchResumesAfterTheEventItNames() {
        publish("org-resume", "e-1");
        String missed = publish("org-resume", "e-2").outLines().get(0);

        // The broker has both events; the gateway may not have them yet.
        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
            CommandRun watch = CommandRun.of(
                    "watch", "org-resume", "--json", "--count=1", "--timeout=5s", "--last-event-id=e-1", url());

            assertThat(watch.exitCode()).isZero();
            assertThat(watch.err()).isEqualToIgnoringNewLines("resumed, all missed events follow");
            assertThat(watch.outLines()).hasSize(2).last().isEqualTo(missed);
        });
    }

    @Test
    void aPositionTheGatewayNeverHadIsAGap() {
        CommandRun watch = CommandRun.of("watch", "org-gap", "--last-event-id=nobody-knows", "--timeout=5s", url());

        assertThat(watch.exitCode()).isZero();
        assertThat(watch.err()).isEqualToIgnoringNewLines("resumed with a gap, events are missing: refetch");
    }

    @Test
    void aPlaceWhereNoGatewayIsSaysSo() {
        CommandRun watch = CommandRun.of("watch", "org-rio", url() + "/elsewhere");

        assertThat(watch.exitCode()).isEqualTo(1);
        assertThat(watch.err()).contains("refused with HTTP 404: ").hasLineCount(1);
    }

    @Test
    void theStatesAreThoseOfAllRecords() {
        publish("org-states", "e-1");
        publish("org-states", "e-2");

        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
            CommandRun states = CommandRun.of("states", "org-states", url());

            assertThat(states.exitCode()).isZero();
            assertThat(states.outLines())
                    .hasSize(3)
                    .last()
                    .asString()
                    .startsWith("2 records printed.")
                    .contains("SYNC_SUCCESS 2");
        });
        assertThat(CommandRun.of("states", "org-states", "--json", "--pfa=PFA-e-2", url())
                        .outLines())
                .singleElement()
                .asString()
                .contains("\"pfaId\":\"PFA-e-2\"");
        assertThat(CommandRun.of("states", "org-states", "--type=SYNC_FAILED", "--json", url())
                        .outLines())
                .isEmpty();
    }

    @Test
    void aBenchCountsEveryDelivery() {
        for (String protocol : new String[] {"stomp", "json"}) {
            CommandRun bench = CommandRun.of(
                    "bench",
                    "org-bench",
                    "--clients=5",
                    "--rate=50",
                    "--duration=1s",
                    "--json",
                    "--protocol=" + protocol,
                    url(),
                    "--broker-url=tcp://localhost:" + gateway.jmsPort(),
                    "--data-directory=" + data);

            assertThat(bench.exitCode()).as(bench.err() + bench.out()).isZero();
            assertThat(bench.out())
                    .contains("\"connected\":5", "\"events\":50", "\"deliveries\":250", "\"lost\":0", "\"doubled\":0");
        }
    }

    @Test
    void aTailHearsAllOrganizations() throws Exception {
        FutureTask<CommandRun> tailing = new FutureTask<>(
                () -> CommandRun.of("tail", "--count=1", "--timeout=60s", "--type=SYNC_SUCCESS", url()));
        new Thread(tailing).start();

        // A tail has no past, so the event must come after it has begun.
        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            publish("org-tail", "e-" + System.nanoTime());
            return tailing.isDone();
        });

        assertThat(tailing.get().exitCode()).isZero();
        assertThat(tailing.get().outLines()).singleElement().asString().startsWith("org-tail ");
    }

    @Test
    void aDoctorKnowsTheGatewayThatRuns() {
        CommandRun doctor = doctor();

        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out())
                .contains("A gateway runs on http://127.0.0.1:" + gateway.port(), "is taken by that gateway")
                .contains("The gateway on http://127.0.0.1:%d is ready".formatted(gateway.port()))
                .contains("accepts the password of producer", "accepts the password of gateway");
    }

    @Test
    void aDoctorFindsSettingsThatTheBrokerThatRunsDoesNotHaveYet() {
        CommandRun doctor = doctor(
                "--problems", "--sync.broker.embedded.producer-password=changed", "--sync.broker.history.size=7");

        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.outLines())
                .anyMatch(line -> line.contains("refuses the password of producer that stands in"
                        + " sync.broker.embedded.producer-password. A gateway reads this at its start only"))
                .anyMatch(line -> line.contains("but sync.broker.history.size is 7. A gateway reads this at its start"))
                .last()
                .asString()
                .startsWith("2 problems, "); // the warnings depend on the machine and on the test run
    }

    private static CommandRun doctor(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "doctor",
                "--server.port=" + gateway.port(),
                "--sync.broker.embedded.stomp-port=" + gateway.stompPort(),
                "--sync.broker.embedded.jms-port=" + gateway.jmsPort(),
                "--sync.broker.embedded.data-directory=" + data,
                "--sync.broker.embedded.producer-password=",
                "--sync.broker.embedded.gateway-password=",
                "--sync.broker.console.enabled=false",
                "--sync.pems.stand-in.port=0",
                "--sync.gateway.max-connections=100"));
        for (String setting : more) {
            // Of two values of a setting Boot would take both, as a list.
            arguments.removeIf(other -> other.startsWith(setting.replaceFirst("=.*", "=")));
            arguments.add(setting);
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static String url() {
        return "--url=ws://localhost:" + gateway.port();
    }

    private static CommandRun publish(String organizationId, String eventId) {
        return CommandRun.of(
                "publish",
                organizationId,
                "SYNC_SUCCESS",
                "--pfa=PFA-" + eventId,
                "--new-version=8",
                "--event-id=" + eventId,
                "--url=tcp://localhost:" + gateway.jmsPort(),
                "--data-directory=" + data);
    }
}
