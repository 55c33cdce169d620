package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.messaging.BrokerMemory;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits as large as they may be, as many as are taken: the worker must have room to see to them. */
class FullBrokerIT {

    private static final List<String> LARGE = Collections.nCopies(100, "x".repeat(150));

    private static List<Map<String, Object>> edits(int request) {
        return IntStream.range(0, 50)
                .mapToObj(i ->
                        RestClient.edit("PFA-" + request + "-" + i, 1, Map.of("tags", LARGE), Map.of("model", "new")))
                .toList();
    }

    @Test
    void newEditsAreRefusedWhileThoseThatWaitCanStillEnd(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(
                data, "--sync.write-queue.max-broker-memory-percent=1", "--sync.worker.schedule=0 0 0 1 1 *")) {
            RestClient rest = new RestClient(gateway);
            BrokerMemory memory = gateway.bean(WorkQueues.class).brokerMemory();

            int request = 0;
            RestClient.Answer answer = rest.write("org-full", 0, edits(request));
            while (answer.status() == 200) {
                answer = rest.write("org-full", 0, edits(++request));
            }

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body().get("code").stringValue()).isEqualTo("QUEUE_FULL");
            assertThat(request).isPositive();
            assertThat(memory.used()).isLessThan(memory.limit() / 50);
        }
        try (TestGateway gateway =
                TestGateway.start(data, "--sync.write-queue.max-broker-memory-percent=1", "--sync.worker.rate=1000")) {
            RestClient rest = new RestClient(gateway);

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> rest.write("org-full", 0, edits(1_000)).status() == 200);
        }
    }
}
