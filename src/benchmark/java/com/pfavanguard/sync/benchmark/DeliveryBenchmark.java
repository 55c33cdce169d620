package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.Contestant.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cost, latency and rate of deliveries, the gateway's and its peers'. */
@Tag("gateway")
@ExtendWith(QuietLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryBenchmark {

    private Contestants contestants;

    @BeforeAll
    void start() throws Exception {
        contestants = Contestants.start(Kind.values());
        contestants.warmUp();
    }

    @AfterAll
    void stop() throws Exception {
        contestants.close();
    }

    @Test
    @Tag("deliveries")
    void costAndLatencyAtAGivenPace() throws Exception {
        new OpenLoop("100 clients × 100 events/s", 100, 1, 100, 1).measure(contestants);
        if (Size.isQuick()) {
            return;
        }
        new OpenLoop("1,000 clients × 20 events/s", 1_000, 1, 20, 1).measure(contestants);
        new OpenLoop("1,000 clients in 50 organizations, 500 events/s", 1_000, 50, 500, 1).measure(contestants);
        new OpenLoop("1,000 clients × 20 events/s", 1_000, 1, 20, 1).measure(contestants);
        new OpenLoop("1,000 clients in 500 organizations, 500 events/s", 1_000, 500, 500, 1).measure(contestants);
        new OpenLoop("100 clients, 200 events at once every second", 100, 1, 200, 200).measure(contestants);
    }

    @Test
    @Tag("most-deliveries")
    void mostDeliveriesASecond() throws Exception {
        new ClosedLoop(100).measure(contestants);
        if (!Size.isQuick()) {
            new ClosedLoop(1_000).measure(contestants);
        }
    }
}
