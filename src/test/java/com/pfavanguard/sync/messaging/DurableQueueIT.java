package com.pfavanguard.sync.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.testing.TestGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableQueueIT {

    private static final int MESSAGES = 50;

    @Test
    void countsWhileConsumersComeAndGo(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.enabled=false")) {
            WorkQueues queues = gateway.bean(WorkQueues.class);
            DurableQueue queue = queues.queue(SyncQueues.WRITE);
            for (int i = 0; i < MESSAGES; i++) {
                queue.send(QueueMessage.of("x", Map.of("kind", "wanted")));
            }
            // Each message lives as long as its consumer, and there is always a next one.
            QueueConsumers consumers = queues.consumers(SyncQueues.WRITE, 8, queue::send);
            consumers.start();

            for (int i = 0; i < 300; i++) {
                // A message that changes hands between two looks of the broker's may be counted by both or by neither.
                assertThat(queue.count(Selector.where("kind", "wanted"))).isBetween(MESSAGES - 16L, MESSAGES + 16L);
            }

            consumers.stop(Duration.ofSeconds(5));
            assertThat(queue.count(Selector.where("kind", "wanted"))).isEqualTo(MESSAGES);
            assertThat(queue.count(Selector.where("kind", "other"))).isZero();
            assertThat(queue.count(Selector.ALL)).isEqualTo(MESSAGES);
        }
    }
}
