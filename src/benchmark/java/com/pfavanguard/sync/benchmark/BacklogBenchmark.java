package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import com.pfavanguard.sync.event.SyncQueues;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether many waiting items slow the worker down, and what memory they take. */
@Tag("producers")
@Tag("backlog")
@ExtendWith(QuietLogs.class)
class BacklogBenchmark {

    private static final int THOUSAND = 1_000;
    private static final int BACKLOG = Size.of(10, 3);
    private static final double MEGABYTE = 1024 * 1024;

    // As many events as the broker's history holds: only then does memory stop growing by itself.
    private static final int HISTORY = 20_000;

    private final ResultTable rate = new ResultTable(
            "Backlog: rate",
            "sync.worker.rate=10000, since a lower limit could hide that the worker gets slower. The queue is filled while it"
                    + " is paused, then let go. One value for each thousand items written; 1,000 waiting three"
                    + " times before and after, since a JVM under way for so short a time still gets faster by itself.",
            "queue",
            new Column("items/s", 0),
            new Column("CPU ms per item", 2));

    private final ResultTable memory = new ResultTable(
            "Backlog: memory",
            "Same run. Live heap is what a full collection leaves. Resident is what the process takes of the machine;"
                    + " the JVM was left to choose its heap by itself.",
            "queue",
            new Column("live heap MB", 1),
            new Column("resident MB", 0));

    @Test
    void rateAndMemoryWithManyWaiting() throws Exception {
        try (ProducersSetup setup = new ProducersSetup("--sync.worker.rate=10000");
                BrokerQueue queue = new BrokerQueue(setup.gateway, SyncQueues.WRITE)) {
            warmUp(setup, queue);
            writeThousands(setup, queue, "before");
            remember("before", setup.gateway);
            writeBacklog(setup, queue);
            remember("after", setup.gateway);
            writeThousands(setup, queue, "after");
            Report.add(rate);
            Report.add(memory);
        }
    }

    private static void warmUp(ProducersSetup setup, BrokerQueue queue) throws Exception {
        setup.write(Size.of(3, 1) * THOUSAND);
        queue.pause();
        setup.editor.edit(HISTORY);
        queue.remove("");
        queue.resume();
    }

    private void writeThousands(ProducersSetup setup, BrokerQueue queue, String when) throws Exception {
        for (int round = 0; round < 3; round++) {
            queue.pause();
            setup.editor.edit(THOUSAND);
            queue.resume();
            measure(setup, "1,000 waiting, " + when);
        }
    }

    private void writeBacklog(ProducersSetup setup, BrokerQueue queue) throws Exception {
        queue.pause();
        setup.editor.edit(BACKLOG * THOUSAND);
        String waiting = "%,d waiting".formatted(BACKLOG * THOUSAND);
        remember(waiting, setup.gateway);
        queue.resume();
        for (int thousand = 1; thousand <= BACKLOG; thousand++) {
            measure(setup, waiting + ", thousand " + thousand);
        }
    }

    private void measure(ProducersSetup setup, String row) {
        Stopwatch watch = new Stopwatch(setup.gateway.process());
        setup.ends.await(THOUSAND);
        rate.add(row, THOUSAND / watch.seconds(), watch.serverCpuMs() / THOUSAND);
    }

    private void remember(String row, PackagedGateway gateway) throws IOException {
        memory.add(row, gateway.liveHeapBytes() / MEGABYTE, gateway.residentBytes() / MEGABYTE);
    }
}
