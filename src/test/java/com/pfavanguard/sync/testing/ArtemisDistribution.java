package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds the real Artemis distribution, which {@code mvn verify} unpacks before the integration tests, and makes broker
 * instances of it ({@link ArtemisBroker}) as an admin does with {@code bin/artemis create}.
 */
public final class ArtemisDistribution {

    /** Only a creation that hangs takes so long. */
    private static final long CREATION_SECONDS = 300;

    private ArtemisDistribution() {}

    /** The unpacked distribution: the directory that holds {@code bin}, {@code lib} and {@code web}. */
    public static Path home() throws IOException {
        String unpacked = System.getProperty("sync.test.artemis");
        Path home = unpacked == null ? newestIn(Path.of("target", "artemis")) : Path.of(unpacked);
        if (!Files.isExecutable(home.resolve("bin/artemis"))) {
            throw new IllegalStateException("No Artemis distribution in " + home.toAbsolutePath()
                    + "; run \"mvn -DskipTests verify\" once, which unpacks it");
        }
        return home.toAbsolutePath();
    }

    private static Path newestIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return directory;
        }
        try (var children = Files.list(directory)) {
            return children.filter(Files::isDirectory).sorted().reduce(directory, (older, newer) -> newer);
        }
    }

    /**
     * Makes an instance that runs with this {@code broker.xml}, on free ports of loopback, without the console. It has
     * no users yet.
     *
     * @param instance a directory that does not exist yet
     * @param brokerXml such as {@code broker-config/single/broker.xml}
     */
    public static ArtemisBroker create(Path instance, Path brokerXml) throws IOException, InterruptedException {
        return create(home(), instance, brokerXml);
    }

    /** Likewise, with another distribution than that of the build. */
    public static ArtemisBroker create(Path home, Path instance, Path brokerXml)
            throws IOException, InterruptedException {
        run(
                instance.toAbsolutePath().getParent(),
                home.resolve("bin/artemis").toString(),
                "create",
                instance.toAbsolutePath().toString(),
                "--user=none",
                "--password=none",
                "--role=none",
                "--require-login",
                "--host=127.0.0.1",
                "--nio",
                "--no-autotune",
                "--no-web");
        Files.copy(brokerXml, instance.resolve("etc/broker.xml"), StandardCopyOption.REPLACE_EXISTING);
        return new ArtemisBroker(instance.toAbsolutePath());
    }

    /**
     * Makes an instance as an admin does, with {@code broker-config/create.sh}, on free ports of loopback. Its users are
     * admin, gateway and producer, with {@link TestLogin}'s passwords.
     *
     * @param kind {@code single} or {@code ha-pair}
     * @param instance a directory that does not exist yet
     * @param settings environment variables of the script, such as {@code BROKER_DATA}
     */
    public static ArtemisBroker createByScript(String kind, Path instance, Map<String, String> settings)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        for (String user : List.of("admin", TestLogin.GATEWAY, TestLogin.PRODUCER)) {
            environment.put("BROKER_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD", TestLogin.passwordOf(user));
        }
        environment.put("BROKER_CONSOLE_PORT", String.valueOf(FreePorts.next()));
        run(
                instance.toAbsolutePath().getParent(),
                environment,
                Path.of("broker-config/create.sh").toAbsolutePath().toString(),
                kind,
                home().toString(),
                instance.toAbsolutePath().toString());
        return new ArtemisBroker(instance.toAbsolutePath());
    }

    static void run(Path directory, String... command) throws IOException, InterruptedException {
        run(directory, Map.of(), command);
    }

    /** Runs a command of the distribution, or a script, to its end; fails with what it printed unless it ends with 0. */
    private static void run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "command-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        ArtemisBroker.makeFrugal(builder);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(CREATION_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("Not done in time: " + String.join(" ", command));
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ":\n"
                    + Files.readString(output));
        }
    }
}
