package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.load.Latencies;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bench} refuses, and how it tells its figures. A run: {@code CommandsIT}. */
class BenchCommandTests {

    @ParameterizedTest
    @CsvSource({
        "--url=ws://gateway.example:3000, --allow-remote",
        "--broker-url=tcp://broker.example:61616, --allow-remote",
        "--url=wss://localhost, bench speaks no TLS",
        "--clients=0, --clients must be 1 to 10000",
        "--rate=30000, --rate must be 1 to 20000",
        "--duration=6m, --duration must be at most 5m",
        "--rate=10000 --duration=1m, more than 200000 events",
        "--broker-url=vm://0, --broker-url must be like tcp://localhost:61616"
    })
    void refusesWhatWouldDoHarm(String options, String complaint) {
        String[] args = ("bench org-bench " + options).split(" ");

        CommandRun run = CommandRun.of(args);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replace("200,000", "200000")).contains(complaint);
    }

    @Test
    void saysWhenTheFiguresSayMoreAboutItselfThanAboutTheGateway() {
        BenchResult slowDriver = result(new LoadOutcome.Count(100, 0, 0, 0), 0.93, Duration.ofMillis(80));

        assertThat(slowDriver.isSound()).isTrue();
        assertThat(slowDriver.text())
                .contains("10 of 10 connected, 10 connects/s", "100, 50/s", "0 lost, 0 doubled, 0 out of order")
                .contains("Beware       This command itself took 93 % of a processor")
                .contains("Beware       Events went out up to 80 ms late");
        assertThat(result(new LoadOutcome.Count(100, 0, 0, 0), 0.1, Duration.ZERO)
                        .text())
                .doesNotContain("Beware");
    }

    @Test
    void aLostDeliveryIsNotSound() {
        BenchResult result = result(new LoadOutcome.Count(99, 1, 0, 0), 0.1, Duration.ZERO);

        assertThat(result.isSound()).isFalse();
        assertThat(result.json()).contains("\"lost\":1", "\"deliveriesPerSecond\":49.5");
    }

    private static BenchResult result(LoadOutcome.Count count, double busy, Duration latestSend) {
        return new BenchResult(
                10,
                10,
                Duration.ofSeconds(1),
                0,
                Duration.ofSeconds(2),
                new LoadOutcome(10, count, new Latencies(), new Latencies()),
                busy,
                latestSend,
                List.of());
    }
}
