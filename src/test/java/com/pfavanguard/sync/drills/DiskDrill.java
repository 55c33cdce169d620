package com.pfavanguard.sync.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.drills.Ledger.Heard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the data directory is full, or cannot be written any more. Needs root: see {@code src/test/drills/run}. */
class DiskDrill {

    private final Ledger ledger = new Ledger("org-disk");
    private final DrillPems pems = new DrillPems();

    @TempDir
    Path temp;

    private Path logs;

    @BeforeEach
    void createLogs() throws Exception {
        logs = Files.createDirectory(temp.resolve("logs"));
    }

    @AfterEach
    void stopPems() {
        pems.close();
    }

    private DrilledGateway gateway(SmallDisk disk, String... more) {
        String[] settings = Stream.of(pems.settings(), more).flatMap(Stream::of).toArray(String[]::new);
        return new DrilledGateway(disk.path().resolve("broker"), logs, settings);
    }

    private void awaitAcknowledged(int edits, int events) {
        await().until(() -> ledger.edits().size() >= edits && ledger.events().size() >= events);
    }

    private void assertNothingLostSince(String position, DrilledGateway gateway) {
        await().atMost(DrilledGateway.PATIENCE)
                .until(() -> ledger.notWrittenOnce(pems.records()).isEmpty());
        await().untilAsserted(() -> {
            Heard heard = ledger.hearFrom(position, gateway);
            assertThat(heard.recovered()).isTrue();
            assertThat(ledger.edits()).allMatch(pfaId -> heard.of("SYNC_SUCCESS", pfaId) == 1);
            assertThat(ledger.events()).allMatch(pfaId -> heard.of("SYNC_PROCESSING", pfaId) == 1);
        });
    }

    @Test
    void belowTheReserveEverythingIsRefusedWithTheReasonUntilSpaceIsFree() throws Exception {
        try (SmallDisk disk = SmallDisk.inMemory(temp, 330);
                DrilledGateway gateway = gateway(disk).start()) {
            String position = ledger.position(gateway);
            try (Load load = new Load(gateway, ledger)) {
                awaitAcknowledged(10, 100);

                disk.fillBut(0);

                gateway.awaitLog("events and edits are refused until there is more");
                gateway.awaitReadiness(503);
                int before = ledger.refusals();
                await().until(() -> ledger.refusals() > before + 10);
                assertThat(gateway.get("/actuator/health/liveness").statusCode())
                        .isEqualTo(200);
                assertThat(gateway.get("/actuator/health/readiness").body())
                        .contains("\"publishing\":\"refused until more is free\"", "\"free\":0,");
            }

            disk.empty();

            gateway.awaitReadiness(200);
            assertNothingLostSince(position, gateway);
        }
    }

    @Test
    void withoutAReserveTheBrokerStopsAndTheProcessEndsAndNothingIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.inMemory(temp, 60);
                DrilledGateway gateway = gateway(disk, "--sync.broker.embedded.min-disk-free=1MB")
                        .start()) {
            String position = ledger.position(gateway);
            try (Load load = new Load(gateway, ledger);
                    Load more = new Load(gateway, ledger)) {
                awaitAcknowledged(10, 100);

                // Not enough for the next file of the journal.
                disk.fillBut(4_000);

                gateway.awaitLog("The embedded broker has failed: No space left on device");
                assertThat(gateway.get("/actuator/health/liveness").statusCode())
                        .isEqualTo(503);
                assertThat(gateway.exitCode()).isEqualTo(70);
            }

            disk.empty();

            gateway.start();
            assertNothingLostSince(position, gateway);
        }
    }

    @Test
    void aDiskThatTurnsReadOnlyEndsTheProcessAndTheNextStartSaysWhy() throws Exception {
        try (SmallDisk disk = SmallDisk.ext4(temp, 400);
                DrilledGateway gateway = gateway(disk).start()) {
            String position = ledger.position(gateway);
            try (Load load = new Load(gateway, ledger)) {
                awaitAcknowledged(5, 50);

                disk.breakDown();

                gateway.awaitLog("The embedded broker has failed: Read-only file system");
                gateway.awaitReadiness(503);
                assertThat(gateway.exitCode()).isEqualTo(70);
            }
            gateway.launch();
            assertThat(gateway.exitCode()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("The embedded broker cannot write to its data directory")
                    .contains("Read-only file system", "Mount the disk writable")
                    .doesNotContain("another process uses", "Other users of this machine");

            disk.repair();

            gateway.start();
            assertNothingLostSince(position, gateway);
        }
    }
}
