package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edits;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials PEMS refuses: one edit finds it out, and the others wait until it is mended. */
class RefusedCredentialsIT {

    @TempDir
    Path data;

    @Test
    void oneEditFailsAndTheOthersWaitHoweverLongItTakes() {
        oneFailsAndTheOthersWaitFor(StandInBehaviour.status(401).always());
    }

    @Test
    void credentialsThatMayReadAndNotWriteAreNotAcceptedForTheirReads() {
        oneFailsAndTheOthersWaitFor(
                StandInBehaviour.status(401).on(StandInOperation.UPDATE).always());
    }

    private void oneFailsAndTheOthersWaitFor(StandInBehaviour refusal) {
        try (TestGateway gateway =
                        TestGateway.start(data, "--sync.worker.rate=1000", "--sync.worker.unauthorized-pause=200ms");
                WireClient client = WireClient.json(gateway, "org-locked")) {
            StandInPems pems = gateway.bean(StandInPems.class);
            RestClient rest = new RestClient(gateway);
            // Well served at first, so that many are in hand at once.
            rest.write("org-locked", 0, edits(20));
            IntStream.range(0, 20).forEach(i -> terminal(client));
            pems.behave(refusal);

            rest.write("org-locked", 0, edits(60).subList(20, 60));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    // Those in hand, and one after each of several pauses.
                    .until(() -> pems.calls().total() > 40 + 15);
            pems.behaveNormally();

            assertThat(IntStream.range(0, 40)
                            .mapToObj(i -> terminal(client).get("type").stringValue())
                            .filter("SYNC_FAILED"::equals))
                    .hasSize(1);
            assertThat(rest.failed("org-locked").size()).isEqualTo(1);
            assertThat(rest.failed("org-locked").at("/0/retryCount").intValue()).isZero();
        }
    }
}
