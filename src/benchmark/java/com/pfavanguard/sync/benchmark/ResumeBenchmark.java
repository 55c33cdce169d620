package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Pace;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All clients are cut off at once and come back, while events go on. */
@Tag("gateway")
@Tag("resume")
@ExtendWith(QuietLogs.class)
class ResumeBenchmark {

    private static final int ROUNDS = Size.rounds(2);
    private static final int CLIENTS = Size.of(10_000, 500);
    private static final int ORGANIZATIONS = 50;
    private static final int AT_A_TIME = 256;
    private static final Duration TIME_TO_GET_IN = Duration.ofSeconds(60);
    private static final Pace PACE = Pace.steady(50, Duration.ofSeconds(Size.of(30, 3)));

    private final ResultTable table = new ResultTable(
            "%,d clients dropped and resumed".formatted(CLIENTS),
            "%d organizations, %.0f events/s over all of them for %d s. As soon as every client has heard one, all connections are"
                            .formatted(
                                    ORGANIZATIONS,
                                    PACE.eventsPerSecond(),
                                    PACE.duration().toSeconds())
                    + " reset at once, and opened again from the last event heard, %d under way at a time. Caught up: every client"
                            .formatted(AT_A_TIME)
                    + " has heard all that had been sent when the last one got in.",
            "clients",
            new Column("s until all are back", 1),
            new Column("s until all have caught up", 1),
            new Column("events", 0),
            new Column("deliveries lost", 0),
            new Column("refused on the way", 0),
            new Column("CPU ms per client", 2));
    private final Fairness fairness = new Fairness(table);

    @Test
    void dropAllAtOnce() throws Exception {
        try (Contestants contestants = Contestants.start(Kind.GATEWAY_STOMP, Kind.GATEWAY_PLAIN)) {
            contestants.warmUp();
            Rounds.interleave(ROUNDS, contestants.all(), this::measure);
            fairness.report();
        }
    }

    private void measure(Contestant contestant) throws IOException {
        try (Crowd crowd = new Crowd(contestant.endpoint(), CLIENTS, ORGANIZATIONS);
                Publisher publisher = contestant.publisher()) {
            crowd.connect(AT_A_TIME, TIME_TO_GET_IN);
            assertThat(crowd.listening()).as(crowd.complaints().toString()).isEqualTo(CLIENTS);
            crowd.awaitAllHearing(publisher, TIME_TO_GET_IN);
            Drop drop = new Drop(contestant, crowd);
            LoadOutcome outcome = crowd.openLoop(publisher, PACE, drop, Contestants.PATIENCE);
            table.add(
                    contestant.title(),
                    drop.back.toMillis() / 1e3,
                    drop.caughtUpSeconds,
                    outcome.events(),
                    outcome.count().lost(),
                    crowd.refused(),
                    drop.cpuMs / CLIENTS);
            fairness.judge(contestant, outcome);
        }
    }

    /** What happens to the clients in the middle of it. */
    private static final class Drop implements Runnable {

        private final Contestant contestant;
        private final Crowd crowd;
        private Duration back = Duration.ZERO;
        private double caughtUpSeconds;
        private double cpuMs;

        Drop(Contestant contestant, Crowd crowd) {
            this.contestant = contestant;
            this.crowd = crowd;
        }

        @Override
        public void run() {
            Stopwatch watch = new Stopwatch(contestant.server());
            crowd.drop();
            back = crowd.resume(AT_A_TIME, TIME_TO_GET_IN);
            crowd.awaitCaughtUp(Contestants.PATIENCE);
            caughtUpSeconds = watch.seconds();
            cpuMs = watch.serverCpuMs();
        }
    }
}
