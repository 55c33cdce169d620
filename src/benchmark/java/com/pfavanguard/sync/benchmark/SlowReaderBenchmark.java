package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Pace;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Measures whether one client that reads nothing slows the others down. */
@Tag("gateway")
@Tag("slow-reader")
@ExtendWith(QuietLogs.class)
class SlowReaderBenchmark {

    private static final int ROUNDS = Size.rounds(3);
    private static final int HEALTHY = Size.of(1_000, 100);
    private static final int EVENT_BYTES = 2_000;
    private static final int SMALLEST_BUFFER = 2_048;
    private static final Pace RUN_IN = Pace.steady(20, Duration.ofMillis(Size.of(2_000, 300)));
    private static final Pace PACE = Pace.steady(20, Duration.ofMillis(Size.of(20_000, 1_000)));

    // What was sent to it before it was cut off has to be read first, through a very small buffer.
    private static final Duration TIME_TO_SEE_THE_END = Duration.ofSeconds(Size.of(10, 1));

    private final ResultTable table = new ResultTable(
            "One stalled reader",
            "%,d clients of one organization that read, 20 events/s of %,d bytes, in turns without and with another client beside"
                            .formatted(HEALTHY, EVENT_BYTES)
                    + " them that subscribes and then reads nothing, its receive buffer as small as the kernel lets it be."
                    + " Latency of each delivery to a healthy client; %d s to a turn."
                            .formatted(PACE.duration().toSeconds()),
            "server",
            new Column("p50 ms", 1),
            new Column("p99 ms", 1),
            new Column("CPU µs per delivery", 1),
            new Column("stalled readers cut off", 0));
    private final Fairness fairness = new Fairness(table);

    private record Turn(Contestant contestant, boolean withStalled) {}

    @Test
    void oneStalledReaderBesideHealthyOnes() throws Exception {
        try (Contestants contestants = Contestants.start(Kind.GATEWAY_STOMP, Kind.GATEWAY_PLAIN)) {
            contestants.warmUp();
            List<Turn> turns = contestants.all().stream()
                    .flatMap(each -> List.of(new Turn(each, false), new Turn(each, true)).stream())
                    .toList();
            Rounds.interleave(ROUNDS, turns, this::measure);
            fairness.report();
        }
    }

    private void measure(Turn turn) throws IOException {
        Contestant contestant = turn.contestant();
        try (Crowd healthy = Contestants.connected(contestant, HEALTHY, 1).withEventBytes(EVENT_BYTES);
                Crowd stalled = new Crowd(contestant.endpoint(), turn.withStalled() ? 1 : 0, 1)
                        .withReceiveBuffer(SMALLEST_BUFFER);
                Publisher publisher = contestant.publisher()) {
            stalled.connect(1, Contestants.PATIENCE);
            healthy.awaitAllHearing(publisher, Contestants.PATIENCE);
            healthy.openLoop(publisher, RUN_IN, Contestants.PATIENCE);

            CpuUse.Meter meter = new CpuUse.Meter(contestant);
            LoadOutcome outcome = healthy.openLoop(publisher, PACE, Contestants.PATIENCE);
            CpuUse use = meter.read();

            stalled.listenUntil(() -> stalled.listening() == 0, TIME_TO_SEE_THE_END);
            table.add(
                    contestant.title() + (turn.withStalled() ? ", one stalled" : ""),
                    outcome.latencies().percentileMs(50),
                    outcome.latencies().percentileMs(99),
                    use.serverMicrosFor(outcome.delivered()),
                    stalled.lostConnections());
            fairness.compare(contestant, use);
            fairness.judge(contestant, outcome);
        }
    }
}
