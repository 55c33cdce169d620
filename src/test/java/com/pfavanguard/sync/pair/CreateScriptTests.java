package com.pfavanguard.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks what {@code broker-config/create.sh} says when it cannot make a broker. It leaves nothing behind then. */
class CreateScriptTests {

    private static final Path SCRIPT = Path.of("broker-config/create.sh").toAbsolutePath();

    @TempDir
    Path directory;

    private Path artemis;

    /** A distribution that must not be asked for anything. */
    @BeforeEach
    void makeDistribution() throws IOException {
        artemis = directory.resolve("artemis");
        Files.createDirectories(artemis.resolve("bin"));
        Path program = Files.writeString(artemis.resolve("bin/artemis"), "#!/bin/sh\necho called >&2\nexit 1\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void namesThePasswordThatIsMissing() throws Exception {
        assertThat(refusal(Map.of("BROKER_ADMIN_PASSWORD", "secret"), "single"))
                .contains("BROKER_GATEWAY_PASSWORD or BROKER_GATEWAY_PASSWORD_FILE");
    }

    @Test
    void readsPasswordsFromFilesAndNamesTheOneItCannotRead() throws Exception {
        Path admin = Files.writeString(directory.resolve("admin"), "secret\n");

        assertThat(refusal(
                        Map.of(
                                "BROKER_ADMIN_PASSWORD_FILE",
                                admin.toString(),
                                "BROKER_GATEWAY_PASSWORD_FILE",
                                "/no/such/file"),
                        "single"))
                .contains("cannot read /no/such/file, which BROKER_GATEWAY_PASSWORD_FILE names");
    }

    @Test
    void makesNoPairWithoutASharedDirectory() throws Exception {
        assertThat(refusal(Map.of(), "ha-pair")).contains("set BROKER_DATA");
        assertThat(refusal(Map.of("BROKER_DATA", "store"), "ha-pair")).contains("absolute path");
    }

    @Test
    void saysWhichKindsThereAre() throws Exception {
        assertThat(refusal(Map.of(), "triple")).contains("\"triple\"; it is single or ha-pair");
    }

    @Test
    void leavesAnInstanceThatExistsAlone() throws Exception {
        Files.createDirectory(directory.resolve("instance"));

        assertThat(refusal(Map.of(), "single")).contains("exists already");
    }

    @Test
    void checksTheKeyStoreBeforeItMakesAnything() throws Exception {
        Path broken = Files.writeString(directory.resolve("keys.p12"), "no key store");

        assertThat(refusal(
                        Map.of(
                                "BROKER_ADMIN_PASSWORD", "a",
                                "BROKER_GATEWAY_PASSWORD", "b",
                                "BROKER_PRODUCER_PASSWORD", "c",
                                "BROKER_KEYSTORE", broken.toString(),
                                "BROKER_KEYSTORE_PASSWORD", "d"),
                        "single"))
                .contains("keytool cannot read " + broken);
    }

    /** Runs the script, which must fail and must not have called Artemis. */
    private String refusal(Map<String, String> settings, String kind) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        SCRIPT.toString(),
                        kind,
                        artemis.toString(),
                        directory.resolve("instance").toString())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(settings);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output).startsWith("create.sh: ").doesNotContain("called");
        return output;
    }
}
