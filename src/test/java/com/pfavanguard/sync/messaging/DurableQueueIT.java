package com.pfavanguard.sync.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableQueueIT {

    private static final int MESSAGES = 50;
    private static final int TAKERS = 8;

    @Test
    void countsWhileConsumersComeAndGo(@TempDir Path data) throws InterruptedException {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.enabled=false")) {
            WorkQueues queues = gateway.bean(WorkQueues.class);
            DurableQueue queue = queues.queue(SyncQueues.WRITE);
            for (int i = 0; i < MESSAGES; i++) {
                queue.send(QueueMessage.of("x", Map.of("kind", "wanted")));
            }
            ExecutorService takers = Executors.newFixedThreadPool(TAKERS);
            for (int i = 0; i < TAKERS; i++) {
                takers.execute(() -> {
                    while (!takers.isShutdown()) {
                        queues.transactions()
                                .run(() -> queue.take(Selector.ALL, Duration.ofSeconds(1))
                                        .ifPresent(queue::send));
                    }
                });
            }

            for (int i = 0; i < 300; i++) {
                // A message that changes hands between two looks of the broker's may be counted by both or by neither.
                assertThat(queue.count(Selector.where("kind", "wanted")))
                        .isBetween(MESSAGES - 2L * TAKERS, MESSAGES + 2L * TAKERS);
            }

            takers.shutdown();
            assertThat(takers.awaitTermination(WireClient.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(queue.count(Selector.where("kind", "wanted"))).isEqualTo(MESSAGES);
            assertThat(queue.count(Selector.where("kind", "other"))).isZero();
            assertThat(queue.count(Selector.ALL)).isEqualTo(MESSAGES);
        }
    }
}
