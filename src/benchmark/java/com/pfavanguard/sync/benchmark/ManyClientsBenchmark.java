package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Very many clients that have little to hear: how fast they get in, what they take, and how soon one event is with all. */
@Tag("gateway")
@Tag("many-clients")
@ExtendWith(QuietLogs.class)
class ManyClientsBenchmark {

    private static final List<Kind> KINDS = Size.isQuick()
            ? List.of(Kind.GATEWAY_PLAIN, Kind.NODE)
            : List.of(
                    Kind.GATEWAY_STOMP,
                    Kind.GATEWAY_PLAIN,
                    Kind.NIO,
                    Kind.NODE,
                    Kind.BUN,
                    Kind.VERTX,
                    Kind.SIMPLE_BROKER,
                    Kind.RELAY);
    private static final int ROUNDS = Size.rounds(2);
    private static final int CLIENTS = Size.of(10_000, 500);
    private static final int CLIENTS_BEFORE = Size.of(1_000, 100);
    private static final int AT_A_TIME = 64;
    private static final int EVENTS = Size.of(5, 1);
    private static final Duration TIME_TO_GET_IN = Duration.ofSeconds(60);
    private static final double KILOBYTE = 1024;

    private final ResultTable table = new ResultTable(
            "%,d idle clients".formatted(CLIENTS),
            "One organization; a server of its own for each round; %d connections under way at a time, for at most %d s. Memory:"
                            .formatted(AT_A_TIME, TIME_TO_GET_IN.toSeconds())
                    + " how much more the process has than before, after %,d others had come and gone, garbage collected before"
                            .formatted(CLIENTS_BEFORE)
                    + " each look at a JVM. Then one event to all, %d times.".formatted(EVENTS),
            "server",
            new Column("let in", 0),
            new Column("connects/s", 0),
            new Column("KB resident each", 1),
            new Column("KB live heap each", 1),
            new Column("CPU ms per connect", 2),
            new Column("broker's CPU ms per connect", 2),
            new Column("ms to the first", 0),
            new Column("ms to the last", 0));
    private final Fairness fairness = new Fairness(table);

    private record Memory(double resident, double liveHeap) {

        static Memory of(Contestant contestant) throws IOException {
            double live = contestant.kind().isJvm() ? contestant.server().liveHeapBytes() : Double.NaN;
            return new Memory(contestant.server().residentBytes(), live);
        }
    }

    @Test
    void getInAndHearOneEvent() throws Exception {
        Rounds.interleave(ROUNDS, KINDS, this::measure);
        fairness.report();
    }

    private void measure(Kind kind) throws Exception {
        try (Contestants contestants = Contestants.start(kind)) {
            contestants.absent().forEach(table::note);
            for (Contestant contestant : contestants.all()) {
                measure(contestant);
            }
        }
    }

    private void measure(Contestant contestant) throws IOException {
        try (Crowd before = Contestants.connected(contestant, CLIENTS_BEFORE, 1);
                Publisher publisher = contestant.publisher()) {
            before.awaitAllHearing(publisher, Contestants.PATIENCE);
        }
        Memory empty = Memory.of(contestant);
        try (Crowd crowd = new Crowd(contestant.endpoint(), CLIENTS, 1);
                Publisher publisher = contestant.publisher()) {
            CpuUse.Meter meter = new CpuUse.Meter(contestant);
            Duration time = crowd.connect(AT_A_TIME, TIME_TO_GET_IN);
            CpuUse use = meter.read();
            int letIn = crowd.listening();
            long deaf = crowd.awaitAllHearing(publisher, TIME_TO_GET_IN);
            Memory full = Memory.of(contestant);
            Samples first = new Samples();
            Samples last = new Samples();
            for (int i = 0; i < EVENTS; i++) {
                LoadOutcome outcome = crowd.once(publisher, Contestants.PATIENCE);
                first.add(outcome.latencies().percentileMs(0));
                last.add(outcome.count().lost() == 0 ? outcome.latencies().highestMs() : Double.NaN);
                fairness.judge(contestant, outcome);
            }
            table.add(
                    contestant.title(),
                    letIn,
                    letIn / (time.toNanos() / 1e9),
                    (full.resident() - empty.resident()) / KILOBYTE / letIn,
                    (full.liveHeap() - empty.liveHeap()) / KILOBYTE / letIn,
                    use.serverMs() / letIn,
                    use.brokerMs() / letIn,
                    first.median(),
                    last.median());
            remark(contestant, crowd, letIn, deaf);
        }
    }

    private void remark(Contestant contestant, Crowd crowd, int letIn, long deaf) {
        if (crowd.listening() < CLIENTS || deaf > 0) {
            table.note("%s: %,d of %,d clients got in, %,d of these have heard nothing, %,d are left; %s."
                    .formatted(contestant.title(), letIn, CLIENTS, deaf, crowd.listening(), crowd.complaints()));
        }
    }
}
