package com.pfavanguard.sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.ChildJvm;
import com.pfavanguard.sync.testing.CuttableProxy;
import com.pfavanguard.sync.testing.Npm;
import com.pfavanguard.sync.testing.TestGateway;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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

    private static final Path LIBRARIES = Path.of(System.getProperty("sync.test.interop", "target/interop"), "kotlin");

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
    void thePackageCanBeInstalledAndHasTheVersionOfTheJar(@TempDir Path project) throws Exception {
        Npm npm = Npm.install("client");
        Path target = Path.of(System.getProperty("sync.test.jar")).getParent();
        Path tarball;
        try (Stream<Path> files = Files.list(target)) {
            tarball = files.filter(file -> file.toString().endsWith("-sync-client.tgz"))
                    .findFirst()
                    .orElseThrow();
        }

        npm.run(
                "npm",
                "install",
                "--prefix",
                project.toString(),
                "--offline",
                "--legacy-peer-deps",
                tarball.toString());

        String installed =
                project.resolve("node_modules/@pfa-vanguard/sync-client").toString();
        assertThat(tarball.getFileName().toString())
                .contains(npm.run("node", "-p", "require('%s/package.json').version".formatted(installed))
                        .strip());
        assertThat(npm.run(
                        "node",
                        "-p",
                        "new (require('%s/dist/plain.cjs').SyncClient)().status.state".formatted(installed)))
                .contains("closed");
    }

    @Test
    void rxStomp() throws IOException {
        Npm npm = Npm.install("client", "run-rx-stomp.mjs");
        RecipeFiles.write("rx-stomp", npm.directory().resolve("recipes"), "ts");

        hearsAndComesBack("org-rx", "3 records", npm.directory(), "node", "run-rx-stomp.mjs");
    }

    @Test
    void python() throws IOException {
        RecipeFiles.write("python", directory, "python");

        hearsAndComesBack("org-python", "3 records", directory, pythonWithWebSockets(), "python-0.python");
    }

    @Test
    void kotlin() throws Exception {
        RecipeFiles.write("kotlin", directory, "kotlin");
        Path source = Files.move(directory.resolve("kotlin-0.kotlin"), directory.resolve("Listen.kt"));
        String libraries = LIBRARIES.toAbsolutePath() + File.separator + "*";

        Process compiler = new ProcessBuilder(
                        ChildJvm.program("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        libraries,
                        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                        "-no-stdlib",
                        "-no-reflect",
                        "-Werror",
                        "-jvm-target",
                        "17",
                        "-cp",
                        jars(),
                        "-d",
                        directory.resolve("kotlin").toString(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(printed).isZero();

        String classPath = directory.resolve("kotlin") + File.pathSeparator + libraries;
        hearsAndComesBack(
                "org-kotlin", "SNAPSHOT", directory, ChildJvm.program("java"), "-Xmx64m", "-cp", classPath, "ListenKt");
    }

    private static String jars() throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    /**
     * @param also what it prints too
     * @param command prints a line with the id of each record that changes; is given the gateway and the organization
     */
    private static void hearsAndComesBack(String organizationId, String also, Path folder, String... command)
            throws IOException {
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
                        assertThat(output).content().contains("PFA-2").contains(also));
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
