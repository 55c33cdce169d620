package com.pfavanguard.sync.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.drills.Ledger.Answer;
import com.pfavanguard.sync.drills.Ledger.Heard;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 with 1,000 edits in the queue, while another user saves. */
class KilledWithManyEditsIT {

    private static final int EDITS = 1_000;
    private static final int AT_ONCE = 50;

    @Test
    void everyAcknowledgedEditIsWrittenOnceAndEndsInOneEvent(@TempDir Path data) throws Exception {
        Ledger ledger = new Ledger("org-killed");
        try (DrillPems pems = new DrillPems();
                DrilledGateway gateway = new DrilledGateway(data.resolve("broker"), data, pems.settings()).start()) {
            String position = ledger.position(gateway);
            pems.hold();
            for (int saved = 0; saved < EDITS; saved += AT_ONCE) {
                assertThat(ledger.save(gateway, AT_ONCE)).isEqualTo(Answer.ACKNOWLEDGED);
            }
            CompletableFuture<Void> user = CompletableFuture.runAsync(() -> {
                while (ledger.save(gateway) == Answer.ACKNOWLEDGED) {
                    // until the answer fails to come
                }
            });
            await().until(() -> ledger.edits().size() > EDITS + 10);

            gateway.kill();

            user.get();
            pems.release();
            gateway.start();
            await().atMost(DrilledGateway.PATIENCE)
                    .until(() -> ledger.notWrittenOnce(pems.records()).isEmpty());
            await().untilAsserted(() -> {
                Heard heard = ledger.hearFrom(position, gateway);
                assertThat(heard.recovered()).isTrue();
                assertThat(ledger.edits()).allMatch(pfaId -> heard.of("SYNC_SUCCESS", pfaId) == 1);
            });
            assertThat(gateway.log()).doesNotContain("has lost", "was cut");
        }
    }
}
