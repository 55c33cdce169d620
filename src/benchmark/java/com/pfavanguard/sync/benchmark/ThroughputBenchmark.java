package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many items a second the worker gets through when PEMS allows far more than by default. */
@Tag("producers")
@Tag("throughput")
@ExtendWith(QuietLogs.class)
class ThroughputBenchmark {

    private static final int ROUNDS = 3;
    private static final int ITEMS = Size.of(3_000, 500);

    private final ResultTable table = new ResultTable(
            "Items a second at sync.worker.rate=1000",
            "PEMS answers at once; an item is two requests, so the limit allows 500 items a second. Rounds of " + ITEMS
                    + " items, after one to warm up; from sending the first request to the last SYNC_SUCCESS. Processor"
                    + " time is the gateway process's, embedded broker included; beside it that of the driver, which plays"
                    + " PEMS, posts and listens on the same processors.",
            "PEMS answers",
            new Column("items/s", 0),
            new Column("CPU ms per item", 2),
            new Column("driver's CPU ms per item", 2));

    @Test
    void itemsASecond() throws IOException {
        try (ProducersSetup setup = new ProducersSetup("--sync.worker.rate=1000")) {
            setup.write(ITEMS);
            for (int round = 0; round < ROUNDS; round++) {
                Stopwatch watch = new Stopwatch(setup.gateway.process());
                setup.write(ITEMS);
                table.add("at once", ITEMS / watch.seconds(), watch.serverCpuMs() / ITEMS, watch.driverCpuMs() / ITEMS);
            }
            Report.add(table);
        }
    }
}
