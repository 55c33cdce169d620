package com.pfavanguard.sync.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.util.unit.DataSize;

/** What a gateway holds while only the witness is connected; afterwards it must hold no more. */
final class Baseline {

    // Enough for what classes, caches and the broker take on first use, and far below what leaked sessions would take.
    private static final DataSize TOLERANCE = DataSize.ofMegabytes(24);

    private final TestGateway gateway;
    private final Holdings before;
    private final long heapBefore;

    private record Holdings(double sessions, int connections, int relayed) {
        static Holdings of(TestGateway gateway) {
            return new Holdings(
                    gateway.bean(MeterRegistry.class).get("sync.gateway.sessions").gauges().stream()
                            .mapToDouble(Gauge::value)
                            .sum(),
                    gateway.bean(ConnectionProbe.class).connections(),
                    gateway.bean(StompBrokerRelayMessageHandler.class).getConnectionCount());
        }
    }

    Baseline(TestGateway gateway) {
        this.gateway = gateway;
        this.before = Holdings.of(gateway);
        this.heapBefore = heap();
        assertThat(before.sessions()).as("the witness alone").isEqualTo(1);
    }

    /** Sessions, connections, and what Spring's relay keeps of each session. */
    void isReachedAgain() {
        await().atMost(WireClient.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(Holdings.of(gateway)).isEqualTo(before));
    }

    void heapIsReachedAgain() {
        await().atMost(WireClient.PATIENCE)
                .untilAsserted(() -> assertThat(heap() - heapBefore)
                        .as("bytes more on the heap")
                        .isLessThan(TOLERANCE.toBytes()));
    }

    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
