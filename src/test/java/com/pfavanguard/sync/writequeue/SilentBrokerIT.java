package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A broker that takes connections and says nothing, such as one that hangs. */
class SilentBrokerIT {

    // One after another, a second each, they would outlast the client's patience of a minute.
    private static final int REQUESTS = 64;

    @Test
    void requestsFailTogetherInsteadOfOneAfterAnother() throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
        try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
                TestGateway gateway =
                        TestGateway.external(FreePorts.next(), silent.getLocalPort(), "--sync.worker.enabled=false")) {
            RestClient rest = new RestClient(gateway);

            List<CompletableFuture<RestClient.Answer>> answers = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> rest.write("org-silent", RestClient.edit("PFA-" + i, "new")), threads))
                    .toList();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(503));
            assertThat(answers.get(0).join().body().get("detail").stringValue()).contains("nothing was changed");
            assertThat(rest.status("org-silent").get("detail").stringValue()).doesNotContain("changed");
        } finally {
            threads.shutdownNow();
        }
    }
}
