package com.pfavanguard.sync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus server, and its {@code promtool}. Both are in Debian's package {@code prometheus}. Where they are
 * missing, tests are skipped, except on CI: there they fail.
 */
public final class Prometheus implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips a class, and says why, where Prometheus is not installed. */
    public static final class Installed implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (isInstalled() || "true".equals(System.getenv("CI"))) {
                return ConditionEvaluationResult.enabled("Prometheus is installed, or this is CI, where it must be");
            }
            return ConditionEvaluationResult.disabled(
                    "prometheus and promtool are not on the path; install the Debian package prometheus");
        }
    }

    public static boolean isInstalled() {
        return Stream.of("prometheus", "promtool").allMatch(Prometheus::isOnThePath);
    }

    private static boolean isOnThePath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * What promtool answers.
     *
     * @param exitCode 0 if it has nothing to complain about
     */
    public record Verdict(int exitCode, String output) {}

    /**
     * Runs promtool.
     *
     * @param input its standard input
     */
    public static Verdict promtool(Path directory, String input, String... arguments) {
        try {
            List<String> command = Stream.concat(Stream.of("promtool"), Arrays.stream(arguments))
                    .toList();
            Path in = Files.writeString(Files.createTempFile("promtool", ".in"), input);
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Verdict(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the server; its log and data go into that directory. */
    public static Prometheus start(Path configuration, Path data) throws IOException {
        int port = FreePorts.next();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + data.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, port);
    }

    /** The series that a query answers now; empty too while the server still starts. */
    public List<JsonNode> query(String query) {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8))
                .path("data")
                .path("result")
                .valueStream()
                .toList();
    }

    /** The alert rules that the server has loaded, with their health. */
    public List<JsonNode> rules() {
        return get("/api/v1/rules")
                .path("data")
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return JsonMapper.shared()
                    .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            return JsonMapper.shared().createObjectNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
