package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How many deliveries a second a server manages when the next event comes as soon as all have heard one. */
final class ClosedLoop {

    private static final int ROUNDS = Size.rounds(3);
    private static final List<Integer> WINDOWS = Size.isQuick() ? List.of(16) : List.of(16, 64, 256);
    private static final Duration RUN_IN = Duration.ofMillis(Size.of(500, 200));
    private static final Duration MEASURED = Duration.ofMillis(Size.of(2_500, 500));

    private final ResultTable table;
    private final Fairness fairness;
    private final int clients;

    /** What one window has come to. */
    private record Step(int window, CpuUse use, long delivered) {

        double perSecond() {
            return delivered / use.seconds();
        }
    }

    ClosedLoop(int clients) {
        this.clients = clients;
        table = new ResultTable(
                "Most deliveries a second, %,d clients".formatted(clients),
                "Closed loop, one organization: so many events are under way at a time, and the next goes out when one has"
                        + " reached all clients. The best of " + WINDOWS + " under way, " + MEASURED.toMillis()
                        + " ms each after a run-in.",
                "server",
                new Column("deliveries/s", 0).comparedWith(Kind.NODE.title(), Kind.BUN.title()),
                new Column("under way", 0),
                new Column("CPU µs per delivery", 2),
                new Column("broker's CPU µs per event", 0),
                new Column("driver's CPU µs per delivery", 2));
        fairness = new Fairness(table);
    }

    void measure(Contestants contestants) throws Exception {
        contestants.absent().forEach(table::note);
        Rounds.interleave(ROUNDS, contestants.all(), this::measure);
        fairness.report();
    }

    private void measure(Contestant contestant) throws IOException {
        try (Crowd crowd = Contestants.connected(contestant, clients, 1);
                Publisher publisher = contestant.publisher()) {
            crowd.awaitAllHearing(publisher, Contestants.PATIENCE);
            List<Step> steps = new ArrayList<>();
            for (int window : WINDOWS) {
                LoadOutcome outcome = crowd.closedLoop(
                        publisher, window, () -> steps.add(step(contestant, crowd, window)), Contestants.PATIENCE);
                fairness.judge(contestant, outcome);
            }
            add(
                    contestant,
                    steps.stream()
                            .max(Comparator.comparingDouble(Step::perSecond))
                            .orElseThrow());
        }
    }

    private static Step step(Contestant contestant, Crowd crowd, int window) {
        crowd.listen(RUN_IN);
        CpuUse.Meter meter = new CpuUse.Meter(contestant);
        long before = crowd.delivered();
        crowd.listen(MEASURED);
        return new Step(window, meter.read(), crowd.delivered() - before);
    }

    private void add(Contestant contestant, Step best) {
        table.add(
                contestant.title(),
                best.perSecond(),
                best.window(),
                best.use().serverMicrosFor(best.delivered()),
                best.use().brokerMicrosFor(best.delivered()) * clients,
                best.use().driverMicrosFor(best.delivered()));
        fairness.compare(contestant, best.use());
    }
}
