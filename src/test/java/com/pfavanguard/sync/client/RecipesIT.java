package com.pfavanguard.sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.CuttableProxy;
import com.pfavanguard.sync.testing.Npm;
import com.pfavanguard.sync.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Recipes for clients as programs of their own, at a real gateway, whose connection is cut. */
@ExtendWith(Npm.Installed.class)
class RecipesIT {

    @TempDir
    static Path directory;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(directory.resolve("broker"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void rxStomp() throws IOException {
        Npm npm = ClientFiles.install("run-rx-stomp.mjs");
        RecipeFiles.write("rx-stomp", npm.directory().resolve("recipes"), "ts");

        hearsAndComesBack("org-rx", npm.directory(), "node", "run-rx-stomp.mjs");
    }

    @Test
    void python() throws IOException {
        RecipeFiles.write("python", directory, "python");

        hearsAndComesBack("org-python", directory, pythonWithWebSockets(), "python-0.python");
    }

    /** @param command prints a line with the id of each record that changes; is given the gateway and the organization */
    private static void hearsAndComesBack(String organizationId, Path folder, String... command) throws IOException {
        Path output = directory.resolve(organizationId + ".txt");
        try (CuttableProxy network = new CuttableProxy(gateway.port())) {
            gateway.publish(organizationId, "PFA-0");
            Process program = new ProcessBuilder(Stream.concat(
                                    Stream.of(command), Stream.of("ws://localhost:" + network.port(), organizationId))
                            .toList())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                // Until the program listens; what comes before that is in its first states.
                await().until(() -> {
                    gateway.publish(organizationId, "PFA-1");
                    return Files.readString(output).contains("PFA-1") || !program.isAlive();
                });
                network.cut();
                gateway.publish(organizationId, "PFA-2");
                network.mend();

                await().untilAsserted(() ->
                        assertThat(output).content().contains("PFA-2").contains("3 records"));
            } finally {
                program.destroy();
            }
        }
    }

    private static String pythonWithWebSockets() {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import websockets")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() == 0) {
                    return python;
                }
            } catch (IOException e) {
                // There is no such program.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String missing = "No Python with the package websockets (python3-websockets in Debian)";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        throw new TestAbortedException(missing);
    }
}
