package com.pfavanguard.sync.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What the figures were measured on, and how busy it was. */
final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /**
     * As a Markdown list.
     *
     * @param journal where the broker's files lie
     */
    static String describe(Path journal) {
        return """
                - date: %s
                - %s, %d processors, %.0f GB
                - %s %s; Java %s (%s); JVM options of the gateway: %s
                - broker's journal on %s
                """.formatted(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        cpu(),
                        Runtime.getRuntime().availableProcessors(),
                        memoryBytes() / 1e9,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        System.getProperty("java.vm.name"),
                        javaOptions(),
                        fileSystem(journal));
    }

    private static String javaOptions() {
        List<String> options = PackagedGateway.javaOptions();
        return options.isEmpty() ? "none" : String.join(" ", options);
    }

    private static String cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long memoryBytes() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    private static String fileSystem(Path journal) {
        try {
            return Files.getFileStore(journal).type();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many threads wanted a processor on average over the last minute, this benchmark's among them. */
    static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
    }
}
