package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged jar as a user starts it, with an embedded broker, data of its own and free ports: a process by itself,
 * so that its processor time and memory are nobody else's.
 */
final class PackagedGateway implements AutoCloseable {

    private static final Duration TIME_TO_START = Duration.ofMinutes(2);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);
    private static final int LOG_LINES_SHOWN = 40;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final int port = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final Process process;

    private PackagedGateway(Path directory, List<String> settings) throws IOException {
        this.directory = directory;
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(javaOptions());
        command.addAll(List.of(
                "-jar",
                jar(),
                "--server.port=" + port,
                "--sync.broker.embedded.jms-port=" + jmsPort,
                "--sync.broker.embedded.stomp-port=" + FreePorts.next(),
                "--sync.broker.embedded.data-directory=" + directory.resolve("data"),
                // The benchmark pauses and empties queues, which none of the broker's users may.
                "--sync.broker.embedded.require-login=false",
                "--sync.broker.console.enabled=false",
                "--sync.pems.stand-in.port=0"));
        command.addAll(settings);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        // Somebody loses patience and stops the benchmark: the process must not stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Of the JVM under test, from {@code -Dbenchmark.java-options}; usually none. */
    static List<String> javaOptions() {
        String options = System.getProperty("benchmark.java-options", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static String jar() {
        String jar = System.getProperty("benchmark.jar");
        if (jar == null || !Files.isReadable(Path.of(jar))) {
            throw new IllegalStateException("-Dbenchmark.jar must name the packaged gateway, but is " + jar);
        }
        return jar;
    }

    /** Ready to serve when it returns. */
    static PackagedGateway start(String... settings) throws IOException {
        PackagedGateway gateway = new PackagedGateway(Report.temporaryDirectory(), List.of(settings));
        try {
            Awaitility.await().atMost(TIME_TO_START).until(gateway::isReady);
            return gateway;
        } catch (RuntimeException e) {
            String log = gateway.endOfLog();
            gateway.close();
            throw new IllegalStateException("The gateway has not started:\n" + log, e);
        }
    }

    private boolean isReady() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("It has ended with " + process.exitValue());
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(http("/actuator/health/readiness")).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    private Path log() {
        return directory.resolve("gateway.log");
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI webSocket(String organizationId) {
        return URI.create("ws://127.0.0.1:" + port + "/api/ws/sync/" + organizationId);
    }

    /** Where the embedded broker takes JMS connections. */
    int jmsPort() {
        return jmsPort;
    }

    /** Processor time of all its threads since it started, in user and in kernel mode; to about 10 ms. */
    Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("This system does not tell processor times"));
    }

    /** Bytes of all objects that can be reached; collects all garbage first. */
    long liveHeapBytes() throws IOException {
        Process histogram = new ProcessBuilder(java("jcmd"), String.valueOf(process.pid()), "GC.class_histogram")
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

    /** Memory of the machine it takes, heap and all else; {@code NaN} where there is no {@code /proc}. */
    double residentBytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        }
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
