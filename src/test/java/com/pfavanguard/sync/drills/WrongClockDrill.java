package com.pfavanguard.sync.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.drills.Ledger.Heard;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock is wrong by a day. Needs {@code faketime}: see {@code src/test/drills/run}. */
class WrongClockDrill {

    private static final int EACH = 20;

    private final Ledger ledger = new Ledger("org-clock");
    private final DrillPems pems = new DrillPems();

    @TempDir
    Path temp;

    @AfterEach
    void stopPems() {
        pems.close();
    }

    private String[] settings(String... more) {
        // Shorter than the default, so that the longest wait for a retry is too.
        return Stream.of(pems.settings(), new String[] {"--sync.worker.retry.max-delay=10s"}, more)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    private void saveAndPublish(DrilledGateway saving, DrilledGateway broker) {
        ledger.save(saving, EACH);
        try (StompProducer producer = new StompProducer(broker.stompPort())) {
            for (int i = 0; i < EACH; i++) {
                ledger.publish(producer);
            }
        }
    }

    private void awaitAllWritten() {
        await().atMost(DrilledGateway.PATIENCE)
                .until(() -> ledger.notWrittenOnce(pems.records()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1d", "+1d"})
    void afterARestartEditsAreWrittenAndClientsAreToldThatEventsAreMissing(String difference) throws Exception {
        try (DrilledGateway gateway = new DrilledGateway(temp.resolve("broker"), temp, settings()).start()) {
            String before = ledger.position(gateway);
            pems.records().behave(StandInBehaviour.status(503).always());
            saveAndPublish(gateway, gateway);
            gateway.kill();
            pems.release();

            gateway.start("faketime", "-f", difference);

            assertThat(ledger.hearFrom(before, gateway).recovered()).isFalse();
            saveAndPublish(gateway, gateway);
            awaitAllWritten();
            // An event: a position from before the first event would lie in the future once the clock is right.
            String during = ledger.position(gateway);
            saveAndPublish(gateway, gateway);
            awaitAllWritten();
            await().untilAsserted(() ->
                    assertThat(ledger.hearFrom(during, gateway).recovered()).isTrue());
            gateway.kill();

            gateway.start();

            saveAndPublish(gateway, gateway);
            awaitAllWritten();
            assertThat(ledger.edits()).hasSize(4 * EACH);
            // The events of a day ago have expired; those of tomorrow have not.
            assertThat(ledger.hearFrom(during, gateway).recovered()).isEqualTo(difference.startsWith("+"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1d", "+1d"})
    void betweenGatewayAndBrokerNothingIsLostAndTheGatewayWarns(String difference) throws Exception {
        Path logs = Files.createDirectory(temp.resolve("other"));
        try (DrilledGateway broker = new DrilledGateway(
                                temp.resolve("broker"), temp, settings("--sync.worker.enabled=false"))
                        .start();
                DrilledGateway gateway = new DrilledGateway(
                        temp.resolve("none"),
                        logs,
                        settings(
                                "--sync.broker.mode=external",
                                "--sync.broker.external.stomp-port=" + broker.stompPort(),
                                "--sync.broker.external.jms-url=tcp://127.0.0.1:" + broker.jmsPort(),
                                "--sync.broker.external.login=" + TestLogin.GATEWAY,
                                "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY)))) {
            gateway.start("faketime", "-f", difference);
            String position = ledger.position(broker);
            pems.records().behave(StandInBehaviour.status(503).times(3));

            saveAndPublish(gateway, broker);

            awaitAllWritten();
            gateway.awaitLog("This machine's clock is 863");
            assertThat(gateway.get("/actuator/prometheus").body())
                    .contains("sync_gateway_clock_ahead_seconds " + (difference.startsWith("-") ? "-863" : "863"));
            for (DrilledGateway each : new DrilledGateway[] {gateway, broker}) {
                await().untilAsserted(() -> {
                    Heard heard = ledger.hearFrom(position, each);
                    assertThat(heard.recovered()).isTrue();
                    assertThat(ledger.edits()).allMatch(pfaId -> heard.of("SYNC_SUCCESS", pfaId) == 1);
                    assertThat(ledger.events()).allMatch(pfaId -> heard.of("SYNC_PROCESSING", pfaId) == 1);
                });
            }
        }
    }
}
