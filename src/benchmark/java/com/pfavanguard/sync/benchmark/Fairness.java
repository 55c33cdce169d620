package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Notes unfair comparisons below one table; fails the run if our events were lost, repeated or reordered. */
final class Fairness {

    private final ResultTable table;
    private final Map<Kind, LoadOutcome.Count> counts = new EnumMap<>(Kind.class);

    Fairness(ResultTable table) {
        this.table = table;
    }

    /** A driver that costs more than a server takes processor time away from it. */
    void compare(Contestant contestant, CpuUse use) {
        if (use.driverMs() > use.serverMs()) {
            table.note("In one round or more the driver cost more than this server: " + contestant.title() + ".");
        }
    }

    /** Remembers whether every event came once and in order. */
    void judge(Contestant contestant, LoadOutcome outcome) {
        counts.merge(contestant.kind(), outcome.count(), LoadOutcome.Count::plus);
    }

    /** Adds the table to the report; then fails if our own gateway did not deliver every event once and in order. */
    void report() throws IOException {
        counts.forEach((kind, count) -> {
            if (!count.isSound()) {
                table.note(kind.title() + ": " + count + ".");
            }
        });
        Report.add(table);
        counts.forEach((kind, count) -> assertThat(count.isSound() || !kind.isOurs())
                .as(kind.title() + ": " + count)
                .isTrue());
    }
}
