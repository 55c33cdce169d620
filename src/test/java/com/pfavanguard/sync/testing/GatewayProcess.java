package com.pfavanguard.sync.testing;

import com.pfavanguard.sync.SyncGateway;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The whole application as a process of its own, broker included, so that it can be killed as {@code kill -9} does and
 * started again on the same data and ports.
 */
public final class GatewayProcess {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final URL SETTINGS_OF_TESTS =
            Objects.requireNonNull(GatewayProcess.class.getResource("/config/application.yaml"));

    private static final @Nullable Path JAR = Optional.ofNullable(System.getProperty("sync.test.jar"))
            .map(Path::of)
            .orElse(null);

    private static final @Nullable ClassArchive ARCHIVE = JAR == null ? null : new ClassArchive(JAR);

    private final @Nullable Path jar;
    private final Path data;
    private final int port = FreePorts.next();
    private final List<String> settings = new ArrayList<>();
    private Process process;
    private int starts;

    private GatewayProcess(@Nullable Path jar, Path data, String... more) {
        this.jar = jar;
        this.data = data;
        settings.addAll(List.of(
                "--server.port=" + port,
                "--sync.broker.embedded.data-directory=" + data.resolve("broker"),
                "--sync.broker.embedded.stomp-port=" + FreePorts.next(),
                "--sync.broker.embedded.jms-port=" + FreePorts.next()));
        settings.addAll(List.of(more));
    }

    /**
     * The command line that starts the application with these settings, for a life of seconds. In "mvn verify" it starts
     * the jar that was just built, as users do; elsewhere, as in an editor, the classes under test. The jar takes 3.5 s
     * less of processor time to start (decision 0018), and 3 s less again once there is a {@link ClassArchive}.
     */
    public static List<String> command(String... settings) {
        return command(JAR, ARCHIVE, settings);
    }

    private static List<String> command(@Nullable Path jar, @Nullable ClassArchive archive, String... settings) {
        List<String> command = new ArrayList<>(
                List.of(ChildJvm.program("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
        command.add(jar == null ? ChildJvm.classPath() : jar.toString());
        if (archive != null) {
            command.addAll(archive.options());
        }
        command.add(SyncGateway.class.getName());
        command.add("--spring.config.additional-location=" + SETTINGS_OF_TESTS);
        command.addAll(List.of(settings));
        return command;
    }

    /** @param data for the broker's journal, and the output of each life */
    public static GatewayProcess start(Path data, String... settings) throws Exception {
        GatewayProcess gateway = new GatewayProcess(JAR, data, settings);
        try {
            gateway.startAgain();
            if (ARCHIVE != null) {
                ARCHIVE.makeFrom(gateway.process);
            }
        } catch (Exception e) {
            gateway.kill();
            throw e;
        }
        return gateway;
    }

    /** Likewise, from the jar of another release. */
    public static GatewayProcess startRelease(Path jar, Path data, String... settings) throws Exception {
        GatewayProcess gateway = new GatewayProcess(jar, data, settings);
        try {
            gateway.startAgain();
        } catch (Exception e) {
            gateway.kill();
            throw e;
        }
        return gateway;
    }

    /** Returns once it is ready to serve. */
    public void startAgain() throws IOException {
        ClassArchive archive = Objects.equals(jar, JAR) ? ARCHIVE : null;
        process = new ProcessBuilder(command(jar, archive, settings.toArray(String[]::new)))
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("output-" + ++starts + ".log").toFile())
                .start();
        Awaitility.await()
                .atMost(WireClient.PATIENCE.multipliedBy(2))
                .failFast("The application has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> readiness() == 200);
    }

    /** The status of its readiness probe. */
    public int readiness() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .timeout(WireClient.PATIENCE)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    public void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(WireClient.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The process did not end");
        }
    }

    /** Stops the process in its tracks (SIGSTOP): its connections stay open, and nothing answers. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a paused process go on. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Everything that this life has printed. */
    public String output() throws IOException {
        return Files.readString(data.resolve("output-" + starts + ".log"));
    }

    /** Asks it to stop, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end, and returns the exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(WireClient.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The process did not end");
        }
        return process.exitValue();
    }

    public int port() {
        return port;
    }

    public URI webSocket(String organizationAndQuery) {
        return URI.create("ws://127.0.0.1:" + port + "/api/ws/sync/" + organizationAndQuery);
    }
}
