package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.ResultTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How soon after its start the gateway can be used. */
@Tag("gateway")
@Tag("start")
@ExtendWith(QuietLogs.class)
class StartBenchmark {

    private static final int STARTS = Size.of(5, 1);

    private final ResultTable table = new ResultTable(
            "Start",
            "The packaged jar with its embedded broker and an empty data directory, from launching the process to the first 200"
                    + " of /actuator/health/readiness, asked every 20 ms. " + STARTS
                    + " starts of each kind, in turns. The"
                    + " archive of classes is made by one start before.",
            "started",
            new Column("seconds", 2),
            new Column("CPU s", 1),
            new Column("resident MB", 0));

    @Test
    void timeUntilReady() throws IOException {
        Path archive = Report.temporaryDirectory().resolve("sync-gateway.jsa");
        PackagedGateway.start(List.of("-XX:ArchiveClassesAtExit=" + archive)).close();
        for (int i = 0; i < STARTS; i++) {
            measure("with an embedded broker", List.of());
            measure("the same, archive of classes", List.of("-XX:SharedArchiveFile=" + archive));
        }
        Report.add(table);
    }

    private void measure(String name, List<String> javaOptions) throws IOException {
        long began = System.nanoTime();
        try (PackagedGateway gateway = PackagedGateway.start(javaOptions)) {
            table.add(
                    name,
                    (System.nanoTime() - began) / 1e9,
                    gateway.cpu().toMillis() / 1e3,
                    gateway.residentBytes() / 1024 / 1024);
        }
    }
}
