package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class BrokerUsersTests {

    @TempDir
    Path data;

    private Path file;

    private BrokerUsers start(@Nullable String producerPassword, @Nullable String gatewayPassword) {
        Path directory = data.resolve("broker");
        file = directory.resolve("users.properties");
        return BrokerUsers.of(new Embedded(
                directory, 61613, 61616, true, producerPassword, gatewayPassword, DataSize.ofMegabytes(256)));
    }

    @Test
    void theFirstStartMakesUpPasswordsNobodyCanGuess() throws IOException {
        BrokerUsers users = start(null, null);

        assertThat(kept("producer")).matches("[A-Za-z0-9_-]{24}");
        assertThat(kept("gateway")).matches("[A-Za-z0-9_-]{24}").isNotEqualTo(kept("producer"));
        assertThat(users.passcode()).isEqualTo(kept("gateway"));
        assertThat(users.revealNewProducerPassword()).isEqualTo(kept("producer"));
        assertThat(users.revealNewProducerPassword()).isNull();
    }

    @Test
    void onlyTheirOwnerCanReadThem() throws IOException {
        start(null, null);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileOthersCouldReadIsClosedToThem() throws IOException {
        start(null, null);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        start(null, null);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void laterStartsTakeTheSameOnesAndShowThemNoMore() throws IOException {
        start(null, null);
        List<String> before = List.of(kept("producer"), kept("gateway"));

        BrokerUsers users = start(null, null);

        assertThat(List.of(kept("producer"), kept("gateway"))).isEqualTo(before);
        assertThat(users.passcode()).isEqualTo(before.get(1));
        assertThat(users.revealNewProducerPassword()).isNull();
    }

    @Test
    void whatAPersonHasWrittenThereCountsAndWhatIsMissingIsAdded() throws IOException {
        start(null, null);
        Files.writeString(file, "producer = by\\\\hand\n");

        BrokerUsers users = start(null, null);

        assertThat(kept("producer")).isEqualTo("by\\hand");
        assertThat(kept("gateway")).hasSize(24);
        assertThat(users.revealNewProducerPassword()).isNull();
    }

    @Test
    void passwordsOfTheSettingsAreWrittenNowhere() {
        BrokerUsers users = start("from outside", "likewise");

        assertThat(file).doesNotExist();
        assertThat(users.producerConfigured()).isTrue();
        assertThat(users.passcode()).isEqualTo("likewise");
    }

    @Test
    void onlyTheOneThatIsNotSetIsMadeUp() throws IOException {
        BrokerUsers users = start("from outside", " ");

        assertThat(Files.readString(file)).doesNotContain("from outside", "producer=");
        assertThat(users.passcode()).isEqualTo(kept("gateway"));
        assertThat(users.revealNewProducerPassword()).isNull();
    }

    @Test
    void whereNobodyIsAskedNothingIsMadeUp() {
        BrokerUsers users = BrokerUsers.of(
                new Embedded(data.resolve("broker"), 61613, 61616, false, null, null, DataSize.ofMegabytes(256)));

        assertThat(users.required()).isFalse();
        assertThat(users.login()).isNull();
        assertThat(users.passcode()).isNull();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void anUnsendablePasswordIsRefusedAndNotRepeated() {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> start("two\nlines", null))
                .withMessageContaining("sync.broker.embedded.producer-password")
                .satisfies(e -> assertThat(e.getMessage() + e.action()).doesNotContain("lines"));
    }

    @Test
    void aFileThatCannotBeReadSaysWhichAndWhatToDo() throws IOException {
        start(null, null);
        Files.writeString(file, "producer=\\u12");

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> start(null, null))
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.action()).contains("delete it", "producer-password"));
    }

    @Test
    void settingsDoNotShowTheirPasswords() {
        Embedded settings = new Embedded(data, 61613, 61616, true, "s3cret", "s3cret too", DataSize.ofMegabytes(256));

        assertThat(settings.toString()).contains("61613").doesNotContain("s3cret");
    }

    private String kept(String user) throws IOException {
        return UsersFile.in(file.getParent()).password(user).orElse("none");
    }
}
