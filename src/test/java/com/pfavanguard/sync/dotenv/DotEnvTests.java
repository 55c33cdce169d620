package com.pfavanguard.sync.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTests {

    @TempDir
    private Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve(".env"), text);
    }

    private String value(String line) throws IOException {
        return String.valueOf(DotEnv.in(write(line)).values().get("NAME"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NAME=value | value",
                "  NAME = value  | value",
                "export NAME=value | value",
                "export\tNAME=value | value",
                "NAME=a b | a b",
                "NAME=a=b== | a=b==",
                "NAME=value # comment | value",
                "NAME=value#5 | value#5",
                "NAME=$HOME | $HOME",
                "NAME='a \\n # $b' | a \\n # $b",
                "NAME='it \"is\"' # comment | it \"is\"",
                "NAME=\"a # \\\"b\\\" \\\\ \\$c\" | a # \"b\" \\ $c",
                "NAME=\"C:\\Users\" | C:\\Users",
                "NAME=C:\\new | C:\\new",
                "NAME= | ``",
                "NAME=# comment | ``",
                "NAME='' | ``",
                "NAME=ü | ü",
            })
    void aLineIsReadAsOtherToolsReadIt(String line, String value) throws IOException {
        assertThat(value(line)).isEqualTo(value);
    }

    @Test
    void escapesMakeSeveralLinesOfOne() throws IOException {
        assertThat(value("NAME=\"-----BEGIN-----\\nabc\\r\\n\\t-\"")).isEqualTo("-----BEGIN-----\nabc\r\n\t-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aFileMayComeFromAnySystem(String end) throws IOException {
        String text = String.join(end, "\uFEFF# comment", "", "PORT=3001", "  # another", "EMPTY=", "");

        assertThat(DotEnv.in(write(text)).values()).containsExactly(Map.entry("PORT", "3001"), Map.entry("EMPTY", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret | has no \"=\"",
                "sync.roles=secret | has an invalid name",
                "1NAME=secret | has an invalid name",
                "=secret | has an invalid name",
                "two words=secret | has an invalid name",
                "NAME=\"secret | does not close its quote",
                "NAME='secret | does not close its quote",
                "NAME=\"secret\\\" | does not close its quote",
                "NAME='a'secret | goes on behind the closing quote",
                "PORT=secret | sets PORT, which line 1 sets too",
            })
    void aBadLineIsNamedWithoutItsValue(String line, String what) throws IOException {
        Path file = write("PORT=3001\n\n" + line + "\n");

        assertThatExceptionOfType(InvalidDotEnvException.class)
                .isThrownBy(() -> DotEnv.in(file))
                .withMessageStartingWith("Line 3 of " + file + " " + what)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = directory.resolve(".env");
        Files.write(file, new byte[] {'A', '=', (byte) 0xff});
        assertThatExceptionOfType(InvalidDotEnvException.class)
                .isThrownBy(() -> DotEnv.in(file))
                .withMessage("The file " + file + " is not UTF-8");

        write("A=" + "x".repeat(300_000));
        assertThatExceptionOfType(InvalidDotEnvException.class)
                .isThrownBy(() -> DotEnv.in(file))
                .withMessage("The file " + file + " has more than 256 KB");
    }

    @Test
    void aMissingFileAndADirectoryHoldNothing() throws IOException {
        assertThat(DotEnv.in(directory.resolve(".env")).names()).isEmpty();
        Files.createDirectory(directory.resolve(".env"));
        assertThat(DotEnv.in(directory.resolve(".env")).names()).isEmpty();
    }

    @Test
    void theRealEnvironmentWins() throws IOException {
        DotEnv file = DotEnv.in(write("BOTH=file\nFILE=file\n"));

        var environment = file.behind(Map.of("BOTH", "real", "REAL", "real")::get);

        assertThat(environment.apply("BOTH")).isEqualTo("real");
        assertThat(environment.apply("FILE")).isEqualTo("file");
        assertThat(environment.apply("REAL")).isEqualTo("real");
        assertThat(environment.apply("NONE")).isNull();
    }

    @Test
    void itsTextHoldsNoValue() throws IOException {
        assertThat(DotEnv.in(write("TOKEN=secret")))
                .asString()
                .contains("TOKEN")
                .doesNotContain("secret");
    }

    @Test
    void knowsWhetherOthersCanReadIt() throws IOException {
        Path file = write("A=1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(DotEnv.in(file).isReadableByOthers()).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(DotEnv.in(file).isReadableByOthers()).isFalse();
    }
}
