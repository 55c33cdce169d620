package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.Watch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VitalThreadsIT {

    private static final List<String> VITAL =
            List.of("worker", "pems-write", "figures-keeper", "session-sweep", "fan-out", "broker-link", "watchdog");

    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path data) {
        gateway = TestGateway.start(data);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> liveness() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(gateway.http("/actuator/health/liveness")));
    }

    @Test
    void livenessNamesAThreadThatDoesNotMove() throws Exception {
        try (Watch still = Vital.watch("test-still", Duration.ofMillis(1))) {
            await().atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(liveness().body()).contains("\"test-still\":\"has not moved for"));
            assertThat(liveness().statusCode()).isEqualTo(503);
        }
        await().atMost(WireClient.PATIENCE).until(() -> liveness().statusCode() == 200);
    }

    @Test
    void anInterruptThatNobodyHasMeantEndsNoVitalThread() throws Exception {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> VITAL.stream().anyMatch(thread.getName()::startsWith))
                .forEach(Thread::interrupt);

        try (WireClient client = WireClient.json(gateway, "org-interrupted")) {
            String edit = """
                    {"organizationId":"org-interrupted","modifications":[
                      {"modificationId":"m-1","pfaId":"PFA-1","baseVersion":1,"changes":{"model":"x"}}]}""";
            HttpRequest.Builder write = HttpRequest.newBuilder(gateway.http("/api/pems/write-sync"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(edit));
            // An interrupt within a call to the broker ends the connection that all threads share, and with it the
            // transaction of a request that comes at that moment: its client is told to try again.
            await().atMost(WireClient.PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> send(write).statusCode() == 200);

            assertThat(client.next()).contains("SYNC_QUEUED");
            assertThat(client.next()).contains("SYNC_PROCESSING");
            assertThat(client.next()).contains("SYNC_");
        }
        assertThat(liveness().statusCode()).isEqualTo(200);
    }
}
