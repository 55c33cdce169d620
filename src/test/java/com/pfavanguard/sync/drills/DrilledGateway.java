package com.pfavanguard.sync.drills;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.WireClient;
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

/**
 * The application as a process of its own on the embedded default, which a drill damages from outside: started under
 * another program, killed, and started again on the same data. Unlike {@link GatewayProcess} it may also fail to start,
 * and shows what an operator sees: the log, the probes and the exit code.
 */
final class DrilledGateway implements AutoCloseable {

    /** Long enough to start on a machine where many builds run. */
    static final Duration PATIENCE = WireClient.PATIENCE.multipliedBy(5);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = FreePorts.next();
    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final Path data;
    private final Path logs;
    private final List<String> settings;
    private Process process;
    private Path log;
    private int lives;

    /**
     * @param data the broker's data directory
     * @param logs where the output of each life goes: not on the disk that the drill damages
     */
    DrilledGateway(Path data, Path logs, String... settings) {
        this.data = data;
        this.logs = logs;
        this.settings = List.of(settings);
    }

    /**
     * Starts the process and does not wait for it.
     *
     * @param wrapper the command line of a program that runs the application, such as {@code faketime -1d}; may be empty
     */
    DrilledGateway launch(String... wrapper) throws IOException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(GatewayProcess.command(
                "--server.port=" + port,
                "--sync.broker.embedded.data-directory=" + data,
                "--sync.broker.embedded.stomp-port=" + stompPort,
                "--sync.broker.embedded.jms-port=" + jmsPort));
        command.addAll(settings);
        log = logs.resolve("output-" + ++lives + ".log");
        process = new ProcessBuilder(command)
                .directory(logs.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return this;
    }

    DrilledGateway start(String... wrapper) throws IOException {
        launch(wrapper);
        awaitReadiness(200);
        return this;
    }

    void awaitReadiness(int status) {
        Awaitility.await("readiness " + status)
                .atMost(PATIENCE)
                .failFast("The application has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> get("/actuator/health/readiness").statusCode() == status);
    }

    HttpResponse<String> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(WireClient.PATIENCE)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exitCode();
    }

    /** Waits until the process has ended. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The process did not end");
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What the present life, or the last one, has printed. */
    String log() throws IOException {
        return Files.readString(log);
    }

    void awaitLog(String text) {
        Awaitility.await("log line " + text).atMost(PATIENCE).until(() -> log().contains(text));
    }

    int port() {
        return port;
    }

    int stompPort() {
        return stompPort;
    }

    int jmsPort() {
        return jmsPort;
    }

    long pid() {
        return process.pid();
    }

    URI webSocket(String organizationAndQuery) {
        return URI.create("ws://127.0.0.1:" + port + "/api/ws/sync/" + organizationAndQuery);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
