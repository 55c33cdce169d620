package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadEndpoint;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Moves;
import com.pfavanguard.sync.cli.load.Pace;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One of two gateways at a broker gets SIGTERM under load, and its clients move to the other one as they are told. */
@Tag("drain")
@ExtendWith(QuietLogs.class)
class DrainBenchmark {

    private static final int CLIENTS = Integer.getInteger("benchmark.clients", Size.of(10_000, 500));
    private static final int ORGANIZATIONS = 50;
    private static final int AT_A_TIME = 64;
    private static final Duration TIME_TO_GET_IN = Duration.ofMinutes(2);
    private static final Duration TIME_TO_MOVE = Duration.ofMinutes(2);
    private static final Pace PACE = Pace.steady(50, Duration.ofSeconds(Size.of(60, 10)));

    private final ResultTable table = new ResultTable(
            "%,d clients move from one gateway to another".formatted(CLIENTS),
            "%d organizations, %.0f events/s over all of them. As soon as every client has heard one, the first gateway gets"
                            .formatted(ORGANIZATIONS, PACE.eventsPerSecond())
                    + " SIGTERM; each client connects to the second one when it was told, from the last event heard. Default"
                    + " settings. Overdue: from the moment a client was told until it listens.",
            "clients",
            new Column("s until all listen there", 1),
            new Column("longest wait told, s", 2),
            new Column("longest overdue, s", 2),
            new Column("most connects in a second", 0),
            new Column("refused", 0),
            new Column("deliveries lost", 0),
            new Column("twice", 0),
            new Column("out of order", 0),
            new Column("s until the process ended", 1),
            new Column("exit code", 0));

    @Test
    void moveAll() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start();
                PackagedGateway staying = PackagedGateway.startBeside(broker)) {
            for (boolean stomp : new boolean[] {true, false}) {
                try (PackagedGateway leaving = PackagedGateway.startBeside(broker)) {
                    measure(broker, leaving, staying, stomp);
                }
            }
            Report.add(table);
        }
    }

    private void measure(BrokerProcess broker, PackagedGateway leaving, PackagedGateway staying, boolean stomp)
            throws IOException {
        try (Crowd crowd = new Crowd(new LoadEndpoint(leaving.port(), stomp), CLIENTS, ORGANIZATIONS);
                Publisher publisher = broker.publisher(true)) {
            crowd.connect(AT_A_TIME, TIME_TO_GET_IN);
            assertThat(crowd.listening()).as(crowd.complaints().toString()).isEqualTo(CLIENTS);
            crowd.awaitAllHearing(publisher, TIME_TO_GET_IN);
            Move move = new Move(crowd, leaving.process(), new LoadEndpoint(staying.port(), stomp));
            LoadOutcome outcome = crowd.openLoop(publisher, PACE, move, Contestants.PATIENCE);
            Moves moves = Objects.requireNonNull(move.moves);
            table.add(
                    stomp ? "STOMP" : "plain",
                    moves.seconds(),
                    moves.longestWaitSeconds(),
                    moves.longestOverdueSeconds(),
                    moves.mostConnectsPerSecond(),
                    moves.refused(),
                    outcome.count().lost(),
                    outcome.count().twice(),
                    outcome.count().late(),
                    move.endedAfterSeconds,
                    leaving.process().exitCode());
            assertThat(moves.arrived()).as(crowd.complaints().toString()).isEqualTo(CLIENTS);
            assertThat(outcome.isSound()).as(outcome.count().toString()).isTrue();
            assertThat(leaving.process().exitCode()).isZero();
        }
    }

    /** What happens to the clients in the middle of it. */
    private static final class Move implements Runnable {

        private final Crowd crowd;
        private final ServerProcess leaving;
        private final LoadEndpoint elsewhere;
        private @Nullable Moves moves;
        private double endedAfterSeconds;

        Move(Crowd crowd, ServerProcess leaving, LoadEndpoint elsewhere) {
            this.crowd = crowd;
            this.leaving = leaving;
            this.elsewhere = elsewhere;
        }

        @Override
        public void run() {
            long began = System.nanoTime();
            Moves following = crowd.follow(elsewhere);
            moves = following;
            leaving.terminate();
            crowd.listenUntil(() -> following.arrived() == CLIENTS, TIME_TO_MOVE);
            crowd.listenUntil(leaving::hasEnded, TIME_TO_MOVE);
            endedAfterSeconds = (System.nanoTime() - began) / 1e9;
        }
    }
}
