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

    private final ResultTable table = new ResultTable(
            "Items a second at sync.worker.rate=1000",
            "PEMS answers at once; the limit allows 500 items a second. The items of a round are queued while the worker"
                    + " works; from sending the first request to the last SYNC_SUCCESS. Processor time is the gateway"
                    + " process's, embedded broker included; beside it that of the driver, which plays PEMS, posts and"
                    + " listens on the same processors.",
            "items in a round",
            new Column("items/s", 0),
            new Column("CPU ms per item", 2),
            new Column("driver's CPU ms per item", 2));

    @Test
    void itemsASecond() throws IOException {
        int items = Size.of(3_000, 500);
        try (ProducersSetup setup = new ProducersSetup("--sync.worker.rate=1000")) {
            setup.write(items);
            for (int round = 0; round < ROUNDS; round++) {
                Stopwatch watch = new Stopwatch(setup.gateway);
                setup.write(items);
                table.add(
                        "%,d".formatted(items),
                        items / watch.seconds(),
                        watch.gatewayCpuMs() / items,
                        watch.driverCpuMs() / items);
            }
            Report.add(table);
        }
    }
}
