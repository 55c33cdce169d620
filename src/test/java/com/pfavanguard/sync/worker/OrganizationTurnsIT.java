package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.edits;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that one organization's backlog does not delay the edits of others. */
class OrganizationTurnsIT {

    private static final int BACKLOG = 3_000;

    @TempDir
    Path data;

    private static void queueBacklog(RestClient rest) {
        for (int i = 0; i < BACKLOG; i += 1_000) {
            assertThat(rest.write("org-many", 10, edits(BACKLOG).subList(i, i + 1_000))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void organizationsTakeTurnsHoweverUrgentTheEditsOfOneAre() {
        // So slow that the backlog would take minutes.
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.rate=20");
                WireClient few = WireClient.json(gateway, "org-few")) {
            RestClient rest = new RestClient(gateway);
            queueBacklog(rest);

            rest.write("org-few", 0, List.of(edit("PFA-1", "new"), edit("PFA-2", "new")));
            rest.write("org-few", 5, List.of(edit("PFA-urgent", "new")));

            assertThat(IntStream.range(0, 3)
                            .mapToObj(i -> terminal(few).get("type").stringValue()))
                    .containsOnly("SYNC_SUCCESS");
            assertThat(rest.status("org-many").get("waiting").intValue()).isGreaterThan(BACKLOG * 9 / 10);
        }
    }

    @Test
    void aSettingPutsUrgentEditsFirstWhoseverTheyAre() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.worker.enabled=false");
                WireClient few = WireClient.json(gateway, "org-few")) {
            RestClient rest = new RestClient(gateway);
            rest.write("org-few", 0, List.of(edit("PFA-1", "new")));
            rest.write("org-many", 10, edits(100));

            try (TestGateway working = TestGateway.beside(
                    gateway,
                    "--sync.worker.rate=1000",
                    "--sync.worker.priority-across-organizations=true",
                    "--sync.pems.stand-in.port=0")) {
                assertThat(terminal(few).get("type").stringValue()).isEqualTo("SYNC_SUCCESS");
                assertThat(rest.status("org-many").get("waiting").intValue()).isZero();
            }
        }
    }
}
