package com.pfavanguard.sync.writequeue;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.edits;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What one organization may have in the broker, so that the others have room as well. */
class OrganizationSharesIT {

    @TempDir
    Path data;

    private static int failed(RestClient rest, String organization) {
        return rest.status(organization).get("failed").intValue();
    }

    @Test
    void oneOrganizationFillsOnlyItsOwnShareOfTheQueue() {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.roles=producer",
                        "--sync.worker.enabled=false",
                        "--sync.write-queue.max-waiting=40");
                TestGateway second = TestGateway.beside(
                        gateway,
                        "--sync.roles=producer",
                        "--sync.worker.enabled=false",
                        "--sync.write-queue.max-waiting=40")) {
            RestClient rest = new RestClient(gateway);
            RestClient elsewhere = new RestClient(second);
            assertThat(rest.write("org-a", 10, edits(6)).status()).isEqualTo(200);
            assertThat(elsewhere.write("org-a", 10, edits(10).subList(6, 10)).status())
                    .isEqualTo(200);

            RestClient.Answer answer = elsewhere.write("org-a", edit("PFA-one-more", "new"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body().get("code").stringValue()).isEqualTo("QUEUE_FULL");
            assertThat(answer.body().get("detail").stringValue())
                    .contains("org-a", "sync.write-queue.max-percent-per-organization");
            for (String other : new String[] {"org-b", "org-c", "org-d"}) {
                assertThat(rest.write(other, 0, edits(10)).status()).isEqualTo(200);
            }
            assertThat(rest.write("org-e", edit("PFA-1", "new"))
                            .body()
                            .get("detail")
                            .stringValue())
                    .contains("sync.write-queue.max-waiting");
        }
    }

    @Test
    void theOldestFailedEditsMakeRoomForTheLatest() {
        try (TestGateway gateway = TestGateway.start(
                        data,
                        "--sync.worker.rate=1000",
                        "--sync.worker.in-flight=1",
                        "--sync.write-queue.max-failed-per-organization=3");
                WireClient client = WireClient.json(gateway, "org-failing")) {
            gateway.bean(StandInPems.class).behave(StandInBehaviour.status(404).always());
            RestClient rest = new RestClient(gateway);
            rest.write("org-other", edit("PFA-other", "new"));
            for (int i = 1; i <= 5; i++) {
                // A more urgent one is no younger for that.
                rest.write("org-failing", 10 - 2 * i, List.of(edit("PFA-" + i, "new")));
                int failed = Math.min(i, 3);
                String pfaId = "PFA-" + i;
                Awaitility.await().atMost(WireClient.PATIENCE).until(() -> {
                    JsonNode listed = rest.failed("org-failing");
                    return listed.size() == failed
                            && listed.at("/0/pfaId").stringValue().equals(pfaId);
                });
            }

            assertThat(rest.failed("org-failing")
                            .valueStream()
                            .map(item -> item.get("pfaId").stringValue()))
                    .containsExactly("PFA-5", "PFA-4", "PFA-3");
            assertThat(failed(rest, "org-other")).isEqualTo(1);
            assertThat(Stream.generate(client::nextJson)
                            .filter(event -> event.get("type").stringValue().equals("SYNC_REMOVED"))
                            .limit(2)
                            .map(event -> event.get("pfaId").stringValue() + " "
                                    + event.at("/details/reason").stringValue()))
                    .containsExactly("PFA-1 expired", "PFA-2 expired");
        }
    }

    @Test
    void anOrganizationWithTooManyConflictsResolvesSomeFirst() {
        try (TestGateway gateway = TestGateway.start(
                data,
                "--sync.roles=producer",
                "--sync.worker.rate=1000",
                "--sync.write-queue.max-conflicts-per-organization=2")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            for (int i = 0; i < 4; i++) {
                pems.change("org-disputed", "PFA-" + i, PfaValues.of(Map.of("model", "PEMS")));
            }

            rest.write("org-disputed", 0, edits(4));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> rest.conflicts("org-disputed").size() + failed(rest, "org-disputed") == 4);

            // Of some at the same time each may find room.
            assertThat(rest.conflicts("org-disputed").size()).isGreaterThanOrEqualTo(2);
            RestClient.Answer answer = rest.write("org-disputed", edit("PFA-5", "new"));
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body().get("code").stringValue()).isEqualTo("TOO_MANY_CONFLICTS");
            assertThat(rest.write("org-other", edit("PFA-5", "new")).status()).isEqualTo(200);
        }
    }
}
