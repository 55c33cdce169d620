package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.load.Outcome;

/** What a table has to say beside its figures. */
final class Fairness {

    private Fairness() {}

    /** A driver that costs more than a server takes processor time away from it. */
    static void note(ResultTable table, Contestant contestant, CpuUse use) {
        if (use.driverMs() > use.serverMs()) {
            table.note("The driver cost more than this server: " + contestant.title() + ".");
        }
    }

    /** Our own gateway must deliver every event once and in order; of others we say when they do not. */
    static void judge(ResultTable table, Contestant contestant, Outcome outcome) {
        if (!outcome.isSound()) {
            table.note(contestant.title() + ": " + outcome.faults() + ".");
        }
        if (contestant.kind().isOurs()) {
            assertThat(outcome.isSound()).as(outcome.faults()).isTrue();
        }
    }
}
