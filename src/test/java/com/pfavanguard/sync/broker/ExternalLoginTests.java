package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import com.pfavanguard.sync.broker.BrokerProperties.External;
import com.pfavanguard.sync.broker.BrokerProperties.Ssl;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalLoginTests {

    @TempDir
    Path directory;

    private static ExternalLogin login(
            @Nullable String login, @Nullable Path loginFile, @Nullable String passcode, @Nullable Path passcodeFile) {
        return new ExternalLogin(new External(
                External.DEFAULT_ADDRESSES,
                61613,
                61616,
                new Ssl(null, null),
                null,
                null,
                login,
                loginFile,
                passcode,
                passcodeFile,
                null));
    }

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("secret"), content);
    }

    @Test
    void takesTheSettings() throws Exception {
        assertThat(login("gateway", null, "s3cret", null).credentials())
                .isEqualTo(new Credentials("gateway", "s3cret"));
    }

    @Test
    void readsTheFileAgainEachTime() throws Exception {
        ExternalLogin login = login("gateway", null, null, file("old"));
        file("new");

        assertThat(login.credentials().passcode()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {" s3cret ", " s3cret \n", " s3cret \r\n"})
    void onlyTheLineBreakAtTheEndDoesNotCount(String content) throws Exception {
        assertThat(login("gateway", null, null, file(content)).credentials().passcode())
                .isEqualTo(" s3cret ");
    }

    @Test
    void theUserNameMayComeFromAFileToo() throws Exception {
        assertThat(login(null, file("gateway-2\n"), "s3cret", null)
                        .credentials()
                        .login())
                .isEqualTo("gateway-2");
    }

    @Test
    void anEmptyOrMissingFileFailsTheStart() throws Exception {
        Path empty = file("\n");
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> login("gateway", null, null, empty))
                .withMessageContaining("The file of sync.broker.external.passcode-file is empty: " + empty);
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> login("gateway", null, null, directory.resolve("missing")))
                .withMessageContaining("The file of sync.broker.external.passcode-file cannot be read");
    }

    @Test
    void aFileThatVanishesLaterFailsTheConnectionAndSaysWhy() throws Exception {
        Path file = file("s3cret");
        ExternalLogin login = login("gateway", null, null, file);
        Files.delete(file);

        assertThatIOException()
                .isThrownBy(login::credentials)
                .withMessageContaining("sync.broker.external.passcode-file cannot be read");
    }

    @Test
    void aLargeFileIsNotAPassword() throws Exception {
        Path large = file("x".repeat(5_000));
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> login("gateway", null, null, large))
                .withMessageContaining("more than 4096 bytes");
    }

    @Test
    void aSettingAndItsFileAreAContradiction() throws Exception {
        Path file = file("s3cret");
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> login("gateway", null, "s3cret", file))
                .withMessageContaining("passcode-file are both set");
    }
}
