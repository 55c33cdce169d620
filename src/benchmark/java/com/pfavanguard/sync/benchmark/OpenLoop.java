package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Pace;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.time.Duration;

/** Measures cost and latency of a delivery while events come at a given pace. */
final class OpenLoop {

    private static final int ROUNDS = Size.rounds(3);
    private static final Duration RUN_IN = Duration.ofMillis(Size.of(2_000, 300));
    private static final Duration MEASURED = Duration.ofMillis(Size.of(6_000, 1_000));

    private final ResultTable table;
    private final Fairness fairness;
    private final int clients;
    private final int organizations;
    private final double eventsPerSecond;
    private final int burst;

    /** @param burst events that go out at once */
    OpenLoop(String title, int clients, int organizations, double eventsPerSecond, int burst) {
        this.clients = clients;
        this.organizations = organizations;
        this.eventsPerSecond = eventsPerSecond;
        this.burst = burst;
        table = new ResultTable(
                title,
                "Open loop: events go out at their moments, whatever has become of earlier ones; for "
                        + MEASURED.toMillis()
                        + " ms after a run-in. Latency: from before the producer's write to after the"
                        + " last client's read, over events.",
                "server",
                new Column("CPU µs per delivery", 1).comparedWith(Kind.NODE.title(), Kind.BUN.title()),
                new Column("broker's CPU µs per event", 0),
                new Column("p50 ms", 1),
                new Column("p99 ms", 1),
                new Column("p99.9 ms", 1),
                new Column("driver's CPU µs per delivery", 1));
        fairness = new Fairness(table);
    }

    void measure(Contestants contestants) throws Exception {
        contestants.absent().forEach(table::note);
        Rounds.interleave(ROUNDS, contestants.allBut(Kind.GATEWAY_PLAIN_FLEETING), contestant -> measure(contestant));
        fairness.report();
    }

    private void measure(Contestant contestant) throws IOException {
        try (Crowd crowd = Contestants.connected(contestant, clients, organizations);
                Publisher publisher = contestant.publisher()) {
            crowd.awaitAllHearing(publisher, Contestants.PATIENCE);
            crowd.openLoop(publisher, new Pace(eventsPerSecond, burst, RUN_IN), Contestants.PATIENCE);

            CpuUse.Meter meter = new CpuUse.Meter(contestant);
            LoadOutcome outcome =
                    crowd.openLoop(publisher, new Pace(eventsPerSecond, burst, MEASURED), Contestants.PATIENCE);
            CpuUse use = meter.read();

            table.add(
                    contestant.title(),
                    use.serverMicrosFor(outcome.delivered()),
                    use.brokerMicrosFor(outcome.events()),
                    outcome.lastLatencies().percentileMs(50),
                    outcome.lastLatencies().percentileMs(99),
                    outcome.lastLatencies().percentileMs(99.9),
                    use.driverMicrosFor(outcome.delivered()));
            fairness.compare(contestant, use);
            fairness.judge(contestant, outcome);
        }
    }
}
