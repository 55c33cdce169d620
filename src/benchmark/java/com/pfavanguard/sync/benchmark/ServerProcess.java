package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** A server in a separate process and directory, so that its processor time and memory can be measured alone. */
final class ServerProcess implements AutoCloseable {

    private static final Duration TIME_TO_START = Duration.ofMinutes(2);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int LOG_LINES_SHOWN = 40;

    private final Path directory;
    private final Process process;

    private ServerProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        // If a user stops the benchmark early, the process must not keep running.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** @param directory deleted in the end */
    static ServerProcess launch(Path directory, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(directory, builder.start());
    }

    /** What starts a class with a {@code main} that lies beside these benchmarks. */
    static List<String> java(Class<?> main, Object... arguments) {
        List<String> command =
                new ArrayList<>(List.of(ChildJvm.program("java"), "-cp", ChildJvm.classPath(), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Waits until the server is ready; stops it if that takes too long. */
    void await(Callable<Boolean> ready) throws IOException {
        try {
            Awaitility.await().pollInterval(BETWEEN_LOOKS).atMost(TIME_TO_START).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("It has ended with " + process.exitValue());
                }
                return ready.call();
            });
        } catch (RuntimeException e) {
            String log = endOfLog();
            close();
            throw new IllegalStateException("A server has not started:\n" + log, e);
        }
    }

    /** Whether the server has printed this text. */
    boolean hasSaid(String text) throws IOException {
        return Files.readString(log(directory)).contains(text);
    }

    private static Path log(Path directory) {
        return directory.resolve("server.log");
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log(directory));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }

    /**
     * Processor time of all its threads since it started, in user and in kernel mode; to about 10 ms. (On Linux the JDK
     * reads it from {@code /proc/<pid>/stat}.)
     */
    Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("This system does not tell processor times"));
    }

    /** Bytes of all objects that can be reached; collects all garbage first. Of a JVM only. */
    long liveHeapBytes() throws IOException {
        Process histogram = new ProcessBuilder(
                        ChildJvm.program("jcmd"), String.valueOf(process.pid()), "GC.class_histogram")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = histogram.inputReader().lines()) {
            // "Total       1234567       89012345": instances and bytes, under all the classes
            return lines.filter(line -> line.startsWith("Total"))
                    .map(line -> line.strip().split("\\s+")[2])
                    .mapToLong(Long::parseLong)
                    .reduce((first, last) -> last)
                    .orElseThrow(() -> new IllegalStateException("jcmd has shown no histogram"));
        }
    }

    /** Resident memory of the process, heap and everything else; {@code NaN} where there is no {@code /proc}. */
    double residentBytes() throws IOException {
        return memory("status", "VmRSS:");
    }

    /**
     * Likewise, with memory that several processes have in common, such as libraries, counted in parts (proportional set
     * size).
     */
    double proportionalBytes() throws IOException {
        return memory("smaps_rollup", "Pss:");
    }

    private double memory(String file, String heading) throws IOException {
        Path figures = Path.of("/proc", String.valueOf(process.pid()), file);
        if (!Files.isReadable(figures)) {
            return Double.NaN;
        }
        try (var lines = Files.lines(figures)) {
            return lines.filter(line -> line.startsWith(heading))
                    .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** Asks the server to stop, as SIGTERM does. */
    void terminate() {
        process.destroy();
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        FileSystemUtils.deleteRecursively(directory);
    }
}
