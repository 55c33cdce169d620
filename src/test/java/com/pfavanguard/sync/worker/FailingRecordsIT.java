package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.edits;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Checks that edits of records on which PEMS always fails end in time and do not delay other edits. */
class FailingRecordsIT {

    private static final int SICK = 12;

    @TempDir
    Path data;

    private static List<StandInBehaviour> waysToBeSick() {
        return List.of(
                StandInBehaviour.of(Mode.GARBAGE), StandInBehaviour.of(Mode.CLOSE), StandInBehaviour.status(503));
    }

    private static void allSucceed(WireClient client, int items) {
        assertThat(IntStream.range(0, items)
                        .mapToObj(i -> terminal(client).get("type").stringValue()))
                .containsOnly("SYNC_SUCCESS");
    }

    @ParameterizedTest
    @MethodSource("waysToBeSick")
    void othersAreWrittenAndTheSickOnesFailAfterTheirRetries(StandInBehaviour sick) {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.worker.rate=1000",
                        "--sync.worker.retry.delay=50ms",
                        "--sync.worker.breaker.open-time=200ms");
                WireClient ward = WireClient.json(gateway, "org-sick");
                WireClient healthy = WireClient.json(gateway, "org-healthy")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            pems.behave(sick.always().forOrganizationCode("org-sick"));
            RestClient rest = new RestClient(gateway);
            rest.write("org-sick", 10, edits(SICK));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> pems.calls().total() >= SICK);

            rest.write("org-healthy", 0, edits(5));

            allSucceed(healthy, 5);
            for (int i = 0; i < SICK; i++) {
                JsonNode end = terminal(ward);
                assertThat(end.get("type").stringValue()).isEqualTo("SYNC_FAILED");
                assertThat(end.at("/details/retryCount").intValue()).isEqualTo(3);
            }
        }
    }

    @Test
    void recordsThatHangLeaveThreadsToOthersAndToTheirOwnOrganization() {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.worker.rate=1000",
                        "--sync.worker.retry.delay=50ms",
                        // Far longer than the test: what hangs is not waited for.
                        "--sync.pems.timeout=5m");
                WireClient ward = WireClient.json(gateway, "org-sick");
                WireClient healthy = WireClient.json(gateway, "org-healthy")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            // Makes it an organization that is served well.
            rest.write("org-sick", 0, edits(20));
            allSucceed(ward, 20);
            pems.behave(StandInBehaviour.of(Mode.HANG).always().forOrganizationCode("org-sick"));
            rest.write("org-sick", 10, edits(50));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> pems.calls().total() > 40);

            rest.write("org-healthy", 0, edits(5));

            allSucceed(healthy, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHealthyEditOfTheSameOrganizationIsWrittenAmongTheSick(boolean priorityAcross) {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.worker.priority-across-organizations=" + priorityAcross,
                        "--sync.worker.rate=1000",
                        "--sync.worker.retry.delay=50ms",
                        "--sync.worker.breaker.open-time=200ms",
                        "--sync.pems.timeout=300ms");
                WireClient client = WireClient.json(gateway, "org-mixed")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            for (int i = 0; i < SICK; i++) {
                pems.behave(StandInBehaviour.of(Mode.HANG).always().forPfa("PFA-" + i));
            }
            rest.write("org-mixed", 10, edits(SICK));

            rest.write("org-mixed", edit("PFA-healthy", "new"));

            JsonNode first = terminal(client);
            assertThat(first.get("pfaId").stringValue()).isEqualTo("PFA-healthy");
            assertThat(first.get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
            for (int i = 0; i < SICK; i++) {
                JsonNode end = terminal(client);
                assertThat(end.get("type").stringValue()).isEqualTo("SYNC_FAILED");
                assertThat(end.at("/details/retryCount").intValue()).isEqualTo(3);
            }
        }
    }
}
