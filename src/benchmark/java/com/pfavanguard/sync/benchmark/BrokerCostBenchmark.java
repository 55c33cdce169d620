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

/** What the way through the broker costs for each event, and whether the number of clients matters to the broker. */
@Tag("gateway")
@Tag("broker")
@ExtendWith(QuietLogs.class)
class BrokerCostBenchmark {

    private static final int ROUNDS = Size.rounds(3);
    private static final int MANY = Size.of(1_000, 100);
    private static final double EVENTS_PER_SECOND = 2_000;
    private static final Pace WARM_UP = Pace.steady(EVENTS_PER_SECOND, Duration.ofMillis(Size.of(10_000, 500)));
    private static final Pace RUN_IN = Pace.steady(EVENTS_PER_SECOND, Duration.ofMillis(Size.of(1_000, 200)));
    private static final Pace PACE = Pace.steady(EVENTS_PER_SECOND, Duration.ofMillis(Size.of(6_000, 1_000)));

    private final ResultTable table = new ResultTable(
            "Broker and link, 2,000 events/s",
            "Events by STOMP into a broker of its own, and from it over the link; after %d s of the same to warm up. With as many"
                            .formatted(WARM_UP.duration().toSeconds())
                    + " organizations as clients every event goes to one client, so the rows tell what clients that are merely"
                    + " there cost.",
            "server, clients",
            new Column("broker's CPU µs per event", 0),
            new Column("server's CPU µs per event", 0),
            new Column("p50 ms", 1),
            new Column("p99 ms", 1),
            new Column("driver's CPU µs per event", 0));
    private final Fairness fairness = new Fairness(table);

    private record Turn(Contestant contestant, int clients, int organizations) {

        String row() {
            return contestant.title()
                    + (clients == 1
                            ? ", 1 client"
                            : ", %,d clients in %,d organizations".formatted(clients, organizations));
        }
    }

    @Test
    void costOfAnEvent() throws Exception {
        try (Contestants contestants = Contestants.start(Kind.GATEWAY_PLAIN, Kind.GATEWAY_PLAIN_FLEETING, Kind.RELAY)) {
            contestants.warmUp();
            for (Contestant contestant : contestants.all()) {
                run(new Turn(contestant, 1, 1), WARM_UP);
            }
            List<Turn> turns = contestants.all().stream()
                    .flatMap(each -> List.of(new Turn(each, 1, 1), new Turn(each, MANY, MANY)).stream())
                    .toList();
            Rounds.interleave(ROUNDS, turns, turn -> run(turn, PACE));
            fairness.report();
        }
    }

    private void run(Turn turn, Pace pace) throws IOException {
        Contestant contestant = turn.contestant();
        try (Crowd crowd = Contestants.connected(contestant, turn.clients(), turn.organizations());
                Publisher publisher = contestant.publisher()) {
            crowd.awaitAllHearing(publisher, Contestants.PATIENCE);
            crowd.openLoop(publisher, RUN_IN, Contestants.PATIENCE);

            CpuUse.Meter meter = new CpuUse.Meter(contestant);
            LoadOutcome outcome = crowd.openLoop(publisher, pace, Contestants.PATIENCE);
            CpuUse use = meter.read();

            if (pace == PACE) {
                table.add(
                        turn.row(),
                        use.brokerMicrosFor(outcome.events()),
                        use.serverMicrosFor(outcome.events()),
                        outcome.latencies().percentileMs(50),
                        outcome.latencies().percentileMs(99),
                        use.driverMicrosFor(outcome.events()));
            }
            fairness.judge(contestant, outcome);
        }
    }
}
