package com.pfavanguard.sync.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the figures of each case into {@code target/failover-report.md}, and logs them. They are not asserted. */
final class FailoverReport {

    private static final Logger log = LoggerFactory.getLogger(FailoverReport.class);
    private static final Path FILE = Path.of("target", "failover-report.md");
    private static final List<String> HEAD = List.of(
            "| Case | Clients | Longest silence | Median client | Confirmed | Sent again | Lost / doubled / reordered | "
                    + "Sessions ended | `recovered: false` | Interrupted / restored | Load |",
            "|---|---|---|---|---|---|---|---|---|---|---|");

    private FailoverReport() {}

    static synchronized void add(Outcome outcome) {
        Counts seen = outcome.seen();
        String row = "| %s | %d | %.1f s | %.1f s | %d | %d | %d / %d / %d | %d | %d | %d / %d | %.0f |"
                .formatted(
                        outcome.name(),
                        outcome.clients(),
                        outcome.longestSilenceMs() / 1000.0,
                        outcome.medianSilenceMs() / 1000.0,
                        outcome.sent(),
                        outcome.resent(),
                        outcome.lost(),
                        seen.doubled(),
                        seen.reordered(),
                        seen.ends(),
                        seen.gaps(),
                        seen.interruptions(),
                        seen.restorations(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        log.info("{}", row);
        try {
            if (!Files.exists(FILE)) {
                Files.createDirectories(FILE.toAbsolutePath().getParent());
                Files.write(FILE, HEAD);
            }
            Files.write(FILE, List.of(row), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
