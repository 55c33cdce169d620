package com.pfavanguard.sync.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run has found: printed as soon as it is known, and kept in {@code target/benchmark/report.md}, so that a run
 * that is cut short leaves its results.
 */
final class Report {

    private static final Path DIRECTORY = Path.of("target", "benchmark");
    private static final StringBuilder TEXT = new StringBuilder();

    private Report() {}

    /** A directory of its own for a process, on the same disk as the project: in memory a journal would cost nothing. */
    static Path temporaryDirectory() throws IOException {
        Files.createDirectories(DIRECTORY);
        return Files.createTempDirectory(DIRECTORY, "run-");
    }

    static synchronized void add(ResultTable table) throws IOException {
        Files.createDirectories(DIRECTORY);
        if (TEXT.isEmpty()) {
            say("## Benchmark\n\n" + Machine.describe(DIRECTORY));
        }
        say(table.markdown());
    }

    private static void say(String part) throws IOException {
        TEXT.append(part).append('\n');
        System.out.println("\n" + part);
        Files.writeString(DIRECTORY.resolve("report.md"), TEXT);
    }
}
