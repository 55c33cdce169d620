package com.pfavanguard.sync.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.states.StateKeeper;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway that keeps the states is stopped in its tracks; another one takes over, and the first one wakes up. */
@Tag("cluster")
class StoppedKeeperIT {

    private static final String NOT_WRITTEN = "The states of the records are not written to the broker at present";

    @TempDir
    static Path directory;

    // Requests for states are limited to 120 a minute.
    private static ConditionFactory await() {
        return Awaitility.await().atMost(WireClient.PATIENCE).pollInterval(Duration.ofMillis(500));
    }

    @Test
    void aStoppedKeeperIsReplacedAndDoesNoHarmWhenItWakesUp() throws Exception {
        try (TestGateway gateway = TestGateway.start(directory.resolve("broker"))) {
            StateKeeper keeper = gateway.bean(StateKeeper.class);
            keeper.stop();
            GatewayProcess stopped = beside(gateway);
            try {
                String first = gateway.publish("org-stop", "PFA-1");
                URI its = URI.create("http://127.0.0.1:" + stopped.port());
                await().until(() -> stopped.output().contains("This gateway keeps the states of the records"));
                await().until(() -> states(its).contains(first));
                keeper.start();

                stopped.pause();
                await().until(keeper::isKeeper);
                String second = gateway.publish("org-stop", "PFA-1");
                String third = gateway.publish("org-stop", "PFA-2");
                awaitSaved(gateway);

                stopped.resume();
                await().until(() -> stopped.output().contains(NOT_WRITTEN));
                await().until(() -> states(its).contains(second) && states(its).contains(third));
                assertThat(keeper.isKeeper()).isTrue();

                // From the broker, since the history alone would not tell them apart from what was overwritten.
                gateway.restart();
                await().until(() -> states(gateway.http("/")).contains(third));
                assertThat(states(gateway.http("/"))).contains(second).doesNotContain(first);
            } finally {
                stopped.resume();
                stopped.kill();
            }
        }
    }

    private static GatewayProcess beside(TestGateway gateway) throws Exception {
        Path data = Files.createDirectories(directory.resolve("stopped"));
        return GatewayProcess.start(
                data,
                "--sync.roles=gateway",
                "--sync.broker.mode=external",
                "--sync.broker.external.addresses=127.0.0.1:" + gateway.stompPort() + ":" + gateway.jmsPort(),
                "--sync.broker.external.login=" + TestLogin.GATEWAY,
                "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY));
    }

    private static String states(URI gateway) {
        return RestClient.get(gateway.resolve("/api/sync/org-stop/states"))
                .body()
                .toString();
    }

    private static void awaitSaved(TestGateway gateway) {
        await().until(() -> states(gateway.http("/")).contains("PFA-2")
                && gateway.bean(MeterRegistry.class)
                                .get("sync.states.waiting")
                                .gauge()
                                .value()
                        == 0);
    }
}
