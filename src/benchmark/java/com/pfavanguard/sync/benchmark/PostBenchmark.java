package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.event.SyncQueues;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a backend waits for 1,000 edits to be queued. */
@Tag("producers")
@Tag("post")
@ExtendWith(QuietLogs.class)
class PostBenchmark {

    private static final int EDITS = Editor.MOST_AT_ONCE;
    private static final int WAITING = 10_000;
    private static final int URGENT_PRIORITY = 5;
    private static final int ROUNDS = Size.of(10, 2);
    private static final int WARM_UP_ROUNDS = Size.of(8, 1);

    private final ResultTable table = new ResultTable(
            "POST of 1,000 modifications",
            "Until the answer is there, over HTTP on the loopback address, with the worker switched off. All kinds in turn,"
                    + " " + ROUNDS + " times each, after " + WARM_UP_ROUNDS + " rounds to warm up.",
            "queue, request",
            new Column("ms", 0),
            new Column("CPU ms", 0));

    private enum Kind {
        PLAIN("plain"),
        WITH_KEY("with Idempotency-Key"),
        URGENT("priority 5"),
        URGENT_AGAIN("priority 5, other edits of these records are waiting");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    @Test
    void untilAThousandEditsAreQueued() throws Exception {
        try (ProducersSetup setup = new ProducersSetup("--sync.worker.enabled=false");
                BrokerQueue queue = new BrokerQueue(setup.gateway, SyncQueues.WRITE)) {
            List<Kind> intoEmpty = List.of(Kind.PLAIN, Kind.WITH_KEY, Kind.URGENT);
            Rounds.interleave(WARM_UP_ROUNDS, intoEmpty, kind -> post(setup, kind, body(setup, kind)));
            Rounds.interleave(ROUNDS, intoEmpty, kind -> {
                queue.remove("");
                measure(setup, "empty: " + kind.description, kind, body(setup, kind));
            });
            queue.remove("");
            setup.editor.edit(WAITING);
            String waiting = setup.editor.latestRecords(EDITS, URGENT_PRIORITY);
            Rounds.interleave(ROUNDS, List.of(Kind.values()), kind -> {
                String body = kind == Kind.URGENT_AGAIN ? waiting : body(setup, kind);
                String jobId = measure(setup, "%,d waiting: %s".formatted(WAITING, kind.description), kind, body);
                queue.remove("jobId = '" + jobId + "'");
            });
            Report.add(table);
        }
    }

    private static String body(ProducersSetup setup, Kind kind) {
        return setup.editor.newRecords(EDITS, kind == Kind.URGENT ? URGENT_PRIORITY : 0);
    }

    private String measure(ProducersSetup setup, String row, Kind kind, String body) {
        Stopwatch watch = new Stopwatch(setup.gateway.process());
        String jobId = post(setup, kind, body);
        table.add(row, watch.seconds() * 1_000, watch.serverCpuMs());
        return jobId;
    }

    private static String post(ProducersSetup setup, Kind kind, String body) {
        return kind == Kind.WITH_KEY
                ? setup.editor.post(body, "Idempotency-Key", UUID.randomUUID().toString())
                : setup.editor.post(body);
    }
}
