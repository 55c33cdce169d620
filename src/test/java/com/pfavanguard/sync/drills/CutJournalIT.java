package com.pfavanguard.sync.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.drills.Ledger.Answer;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.StompProducer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last file of the journal is cut behind the broker's back. What stood behind the cut is lost, and said to be. */
class CutJournalIT {

    private static final int EACH = 100;

    // Records of about 20 edits and as many events.
    private static final int CUT_BYTES = 40_000;

    @Test
    void whatIsLostIsToldToClientsAndOperators(@TempDir Path data) throws Exception {
        Ledger ledger = new Ledger("org-cut");
        Path broker = data.resolve("broker");
        try (DrillPems pems = new DrillPems();
                DrilledGateway gateway = new DrilledGateway(broker, data, pems.settings()).start()) {
            String position = ledger.position(gateway);
            pems.hold();
            try (StompProducer producer = new StompProducer(gateway.stompPort())) {
                for (int i = 0; i < EACH; i++) {
                    assertThat(ledger.save(gateway)).isEqualTo(Answer.ACKNOWLEDGED);
                    assertThat(ledger.publish(producer)).isEqualTo(Answer.ACKNOWLEDGED);
                }
            }
            Path read = broker.resolve("read-messages");
            await().until(() -> Files.size(read) > 16L * 2 * EACH);
            gateway.kill();

            cutEnd(lastFile(broker.resolve("journal")));

            pems.release();
            gateway.start();
            RestClient rest = new RestClient(gateway.port());
            await().until(() -> Stream.of("waiting", "scheduled", "processing")
                    .allMatch(count -> rest.status("org-cut").get(count).intValue() == 0));
            List<String> lost = ledger.notWrittenOnce(pems.records());
            // The cut must have hit edits, or this test would show nothing.
            assertThat(lost).isNotEmpty().hasSizeLessThan(EACH);
            assertThat(ledger.hearFrom(position, gateway).recovered()).isFalse();
            assertThat(gateway.log())
                    .containsPattern("ERROR .*The journal file .*\\.amq was cut: it must have 10485760 bytes")
                    .containsPattern("ERROR .*The broker has lost \\d+ messages that this gateway had read");
            assertThat(gateway.get("/actuator/prometheus").body())
                    .contains("sync_gateway_gaps_total{cause=\"lost\"} 1.0");
        }
    }

    private static Path lastFile(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".amq"))
                    .max(Comparator.comparing(CutJournalIT::written))
                    .orElseThrow();
        }
    }

    // Files are as long as they will ever be from the beginning; zeros follow what was written.
    private static int written(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] == 0) {
                end--;
            }
            return end;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void cutEnd(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(written(file) - CUT_BYTES);
        }
    }
}
