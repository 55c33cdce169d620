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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process just started, as after a deployment or a failover: the storm of clients that come back, its first seconds. */
@Tag("gateway")
@Tag("fresh")
@ExtendWith(QuietLogs.class)
class FreshProcessBenchmark {

    private static final List<Kind> KINDS = Size.isQuick()
            ? List.of(Kind.GATEWAY_PLAIN, Kind.BUN)
            : List.of(Kind.GATEWAY_STOMP, Kind.GATEWAY_PLAIN, Kind.NIO, Kind.NODE, Kind.BUN, Kind.VERTX);
    private static final int ROUNDS = Size.rounds(3);
    private static final Duration AFTER_READY = Duration.ofSeconds(5);
    private static final int CLIENTS = Size.of(10_000, 500);
    private static final int OFFERED_PER_SECOND = 2_000;
    private static final Duration TIME_TO_GET_IN = Duration.ofSeconds(60);
    private static final int EVENTS = 5;
    private static final double KILOBYTE = 1024;

    private static final int LISTENERS = 100;
    private static final int EVENTS_PER_SECOND = 100;
    private static final Duration FIRST_SECONDS = Duration.ofMillis(Size.of(10_000, 1_000));
    private static final Duration WARM_UP = Duration.ofMillis(Size.of(20_000, 1_000));

    private static void startAlone(Kind kind, ResultTable table, Rounds.Turn<Contestant> turn) throws Exception {
        try (Contestants contestants = Contestants.start(kind)) {
            contestants.absent().forEach(table::note);
            for (Contestant contestant : contestants.all()) {
                turn.measure(contestant);
            }
        }
    }

    /** {@value #OFFERED_PER_SECOND} connects a second, whatever has become of the earlier ones. */
    @Test
    void aStorm() throws Exception {
        ResultTable table = new ResultTable(
                "A fresh process under a storm",
                "A server of its own for each round, ready for %d s. %,d clients of one organization are offered at %,d/s, each once."
                                .formatted(AFTER_READY.toSeconds(), CLIENTS, OFFERED_PER_SECOND)
                        + " Handshake: from the socket's connect to the 101, in STOMP to CONNECTED. Memory: proportional set"
                        + " size (PSS), before the first client and how much more with all of them, nothing collected by hand."
                        + " Then " + EVENTS + " events to all.",
                "server",
                new Column("let in", 0),
                new Column("let in per second", 0),
                new Column("handshake p50 ms", 0),
                new Column("handshake p99 ms", 0),
                new Column("CPU ms per connect", 2).comparedWith(Kind.NODE.title()),
                new Column("MB before", 0),
                new Column("KB each", 1),
                new Column("CPU µs per delivery then", 1));
        Fairness fairness = new Fairness(table);
        Rounds.interleave(
                ROUNDS,
                KINDS,
                kind -> startAlone(kind, table, contestant -> {
                    Awaitility.await().pollDelay(AFTER_READY).until(() -> true);
                    storm(contestant, table, fairness);
                }));
        fairness.report();
    }

    private static void storm(Contestant contestant, ResultTable table, Fairness fairness) throws IOException {
        double before = contestant.server().proportionalBytes();
        try (Crowd crowd = new Crowd(contestant.endpoint(), CLIENTS, 1);
                Publisher publisher = contestant.publisher()) {
            CpuUse.Meter connecting = new CpuUse.Meter(contestant);
            Crowd.Arrivals arrivals =
                    crowd.arrive(Pace.steady(OFFERED_PER_SECOND, Duration.ofMinutes(1)), TIME_TO_GET_IN);
            double connectMs = connecting.read().serverMs() / arrivals.letIn();
            double full = contestant.server().proportionalBytes();
            long deaf = crowd.awaitAllHearing(publisher, TIME_TO_GET_IN);
            CpuUse.Meter delivering = new CpuUse.Meter(contestant);
            long delivered = 0;
            for (int i = 0; i < EVENTS; i++) {
                LoadOutcome outcome = crowd.once(publisher, Contestants.PATIENCE);
                delivered += outcome.delivered();
                fairness.judge(contestant, outcome);
            }
            table.add(
                    contestant.title(),
                    arrivals.letIn(),
                    arrivals.perSecond(),
                    arrivals.handshakes().percentileMs(50),
                    arrivals.handshakes().percentileMs(99),
                    connectMs,
                    before / KILOBYTE / KILOBYTE,
                    (full - before) / KILOBYTE / arrivals.letIn(),
                    delivering.read().serverMicrosFor(delivered));
            if (arrivals.letIn() < CLIENTS || deaf > 0) {
                table.note("%s: %,d of %,d clients got in, %,d of these have heard nothing; %s."
                        .formatted(contestant.title(), arrivals.letIn(), CLIENTS, deaf, crowd.complaints()));
            }
        }
    }

    @Test
    void itsFirstSeconds() throws Exception {
        ResultTable table = new ResultTable(
                "The first ten seconds",
                "A server of its own for each round, as soon as it is ready: %d clients connect and hear %d events/s for %d s;"
                                .formatted(LISTENERS, EVENTS_PER_SECOND, FIRST_SECONDS.toSeconds())
                        + " then for %d s unmeasured, and again for as long as at first."
                                .formatted(WARM_UP.toSeconds()),
                "server",
                new Column("CPU µs per delivery at first", 1).comparedWith(Kind.NODE.title(), Kind.BUN.title()),
                new Column("… later", 1),
                new Column("first ÷ later", 2),
                new Column("p50 ms at first", 1),
                new Column("p99 ms at first", 1),
                new Column("p99.9 ms at first", 1));
        Fairness fairness = new Fairness(table);
        Rounds.interleave(
                ROUNDS, KINDS, kind -> startAlone(kind, table, contestant -> listen(contestant, table, fairness)));
        fairness.report();
    }

    private static void listen(Contestant contestant, ResultTable table, Fairness fairness) throws IOException {
        try (Crowd crowd = Contestants.connected(contestant, LISTENERS, 1);
                Publisher publisher = contestant.publisher()) {
            crowd.awaitAllHearing(publisher, Contestants.PATIENCE);
            CpuUse.Meter meter = new CpuUse.Meter(contestant);
            LoadOutcome first = openLoop(crowd, publisher, FIRST_SECONDS);
            double firstMicros = meter.read().serverMicrosFor(first.delivered());
            fairness.judge(contestant, first);
            openLoop(crowd, publisher, WARM_UP);
            meter = new CpuUse.Meter(contestant);
            LoadOutcome later = openLoop(crowd, publisher, FIRST_SECONDS);
            double laterMicros = meter.read().serverMicrosFor(later.delivered());
            fairness.judge(contestant, later);
            table.add(
                    contestant.title(),
                    firstMicros,
                    laterMicros,
                    firstMicros / laterMicros,
                    first.lastLatencies().percentileMs(50),
                    first.lastLatencies().percentileMs(99),
                    first.lastLatencies().percentileMs(99.9));
        }
    }

    private static LoadOutcome openLoop(Crowd crowd, Publisher publisher, Duration duration) {
        return crowd.openLoop(publisher, Pace.steady(EVENTS_PER_SECOND, duration), Contestants.PATIENCE);
    }
}
