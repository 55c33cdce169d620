package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks from where {@code publish} takes its login, and to which brokers it sends it. */
class BrokerOptionsTests {

    @TempDir
    Path data;

    @BeforeEach
    void aBrokerHasMadeUpItsPasswords() throws IOException {
        Files.writeString(data.resolve("users.properties"), "gateway=other\nproducer=made-up\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://localhost:61616",
                "tcp://127.0.0.1:61616",
                "tcp://[::1]:61616",
                "(tcp://localhost:61616,tcp://127.0.0.1:61617)?ha=true"
            })
    void aBrokerOnThisMachineIsShownWhatItHasMadeUp(String url) {
        PublisherLogin login = login(Map.of(), "--url=" + url);

        assertThat(login.user()).isEqualTo("producer");
        assertThat(login.password()).isEqualTo("made-up");
        assertThat(login.toString() + login.hint()).contains(data.toString()).doesNotContain("made-up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://broker:61616",
                "tcp://localhost.example:61616",
                "tcp://127.0.0.1@elsewhere:61616",
                "(tcp://localhost:61616,tcp://broker:61616)"
            })
    void aBrokerElsewhereIsNot(String url) {
        PublisherLogin login = login(Map.of("SYNC_BROKER_EMBEDDED_PRODUCERPASSWORD", "set"), "--url=" + url);

        assertThat(login).isEqualTo(PublisherLogin.NONE);
    }

    @Test
    void thePasswordTheGatewayWasGivenComesFirst() {
        assertThat(login(Map.of("SYNC_BROKER_EMBEDDED_PRODUCERPASSWORD", "set")).password())
                .isEqualTo("set");
    }

    @Test
    void whoSaysWhoHeIsIsBelieved() {
        PublisherLogin login = login(Map.of("SYNC_BROKER_PASSWORD", "from outside"), "--user=payroll");

        assertThat(login.user()).isEqualTo("payroll");
        assertThat(login.password()).isEqualTo("from outside");
        assertThat(login(Map.of("SYNC_BROKER_PASSWORD", "x"), "--user=payroll", "--password=given")
                        .password())
                .isEqualTo("given");
    }

    @Test
    void aPasswordAloneIsThatOfTheProducerOfThisMachine() {
        PublisherLogin given = login(Map.of(), "--password=given");
        PublisherLogin set = login(Map.of("SYNC_BROKER_PASSWORD", "set"));

        assertThat(given.user()).isEqualTo("producer");
        assertThat(given.password()).isEqualTo("given");
        assertThat(set.user()).isEqualTo("producer");
        assertThat(set.password()).isEqualTo("set");
    }

    @Test
    void aPasswordAloneIsNotSentToAnotherMachine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> login(Map.of(), "--url=tcp://broker:61616", "--password=given"))
                .withMessageContaining("add --user");
    }

    @Test
    void withoutAPasswordAnywhereItTriesWithout() throws IOException {
        Files.delete(data.resolve("users.properties"));

        PublisherLogin login = login(Map.of());

        assertThat(login.user()).isNull();
        assertThat(login.hint()).contains("no password in " + data, "--data-directory");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Files.delete(data.resolve("users.properties"));
        Files.createDirectory(data.resolve("users.properties"));

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> login(Map.of()))
                .withMessageContaining("users.properties")
                .withMessageContaining("--password");
    }

    private PublisherLogin login(Map<String, String> environment, String... options) {
        Publishing command = new Publishing();
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--data-directory=" + data);
        new CommandLine(command).parseArgs(all.toArray(String[]::new));
        return command.broker.address(environment::get).login();
    }

    @Command
    private static final class Publishing {
        @Mixin
        private final BrokerOptions broker = new BrokerOptions();
    }
}
