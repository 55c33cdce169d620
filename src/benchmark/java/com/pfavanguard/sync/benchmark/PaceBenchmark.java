package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How close the worker comes to its own default limits: 10 requests a second, 10 items at once. */
@Tag("producers")
@Tag("pace")
@ExtendWith(QuietLogs.class)
class PaceBenchmark {

    private static final int RATE = 10;
    private static final int IN_FLIGHT = 10;
    private static final int REQUESTS_PER_ITEM = 2;
    private static final int WARM_UP = 20;

    private final ResultTable table = new ResultTable(
            "Pace at the default limit of 10 requests a second",
            "One request queues all items, each a record's first edit; an item is one read and one write. From sending that"
                    + " request to the last SYNC_SUCCESS a WebSocket client hears. The bound is the longer of requests /"
                    + " 10 s (the limiter) and requests × answer time / 10 items in flight. Goal: at most 3 % beyond it,"
                    + " and never more than 10 requests in any one second, as PEMS sees them.",
            "PEMS answers",
            new Column("items", 0),
            new Column("bound s", 0),
            new Column("measured s", 1),
            new Column("beyond the bound %", 1),
            new Column("most requests in one second", 0),
            new Column("most at once", 0));

    @Test
    void itemsAreWrittenAsFastAsTheLimitsAllow() throws IOException {
        try {
            measure("at once", Size.of(1_000, 40), Duration.ZERO);
            measure("after 100 ms", Size.of(300, 20), Duration.ofMillis(100));
            measure("after 300 ms", Size.of(300, 20), Duration.ofMillis(300));
        } finally {
            Report.add(table);
        }
    }

    // Each in a separate process: the limiter depends on how long PEMS took recently.
    private void measure(String row, int items, Duration answerTime) throws IOException {
        try (ProducersSetup setup = new ProducersSetup()) {
            setup.pems.behave(
                    StandInBehaviour.of(Mode.NORMAL).delayedBy(answerTime).always());
            setup.write(WARM_UP);
            measure(setup, row, items, answerTime);
        }
    }

    private void measure(ProducersSetup setup, String row, int items, Duration answerTime) {
        setup.pems.calls().clear();
        String body = setup.editor.newRecords(items, 0);

        long began = System.nanoTime();
        setup.editor.post(body);
        double seconds = (setup.ends.await(items) - began) / 1e9;

        int requests = items * REQUESTS_PER_ITEM;
        assertThat(setup.pems.calls().total()).isEqualTo(requests);
        int mostInOneSecond = setup.pems.calls().mostInOneSecond();
        double bound = Math.max((double) requests / RATE, requests * answerTime.toMillis() / 1_000.0 / IN_FLIGHT);
        table.add(
                row,
                items,
                bound,
                seconds,
                (seconds / bound - 1) * 100,
                mostInOneSecond,
                setup.pems.calls().mostInFlight());
        assertThat(mostInOneSecond).isLessThanOrEqualTo(RATE);
    }
}
