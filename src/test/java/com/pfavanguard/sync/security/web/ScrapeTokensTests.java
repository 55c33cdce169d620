package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.security.SecuritySettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeTokensTests {

    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @TempDir
    Path directory;

    private final AtomicLong now = new AtomicLong();

    private ScrapeTokens ofToken(String token) {
        return new ScrapeTokens(new ScrapeProperties(token, null), now::get);
    }

    private ScrapeTokens ofFile(Path file) {
        return new ScrapeTokens(new ScrapeProperties(null, file), now::get);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("tokens"), java.util.List.of(lines));
    }

    @Test
    void onlyTheWholeTokenIsValid() {
        ScrapeTokens tokens = ofToken(ONE);

        assertThat(tokens.contains(ONE)).isTrue();
        assertThat(tokens.contains(ONE.substring(1))).isFalse();
        assertThat(tokens.contains(ONE + "0")).isFalse();
        assertThat(tokens.contains("")).isFalse();
    }

    @Test
    void withoutASettingNoTokenIsValid() {
        assertThat(ofToken(null).isEmpty()).isTrue();
        assertThat(ofToken(" ").isEmpty()).isTrue();
        assertThat(ofToken(null).contains("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef 0123456789abcdef",
                "ü0123456789abcdef0123456789abcdef"
            })
    void aShortOrUnsendableTokenFailsTheStartAndIsNotRepeated(String token) {
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> ofToken(token))
                .withMessageContaining("sync.security.scrape.token is not a token of at least 32")
                .satisfies(e -> assertThat(e.getMessage() + e.action()).doesNotContain("0123456789"));
    }

    @Test
    void eachTokenOfAFileIsValid() throws IOException {
        ScrapeTokens tokens = ofFile(file("# Prometheus", ONE, "", OTHER));

        assertThat(tokens.contains(ONE)).isTrue();
        assertThat(tokens.contains(OTHER)).isTrue();
        assertThat(tokens.contains("# Prometheus")).isFalse();
    }

    @Test
    void aChangedFileIsReadAgainAfterTenSeconds() throws IOException {
        ScrapeTokens tokens = ofFile(file(ONE));
        file(OTHER);

        assertThat(tokens.contains(OTHER)).isFalse();
        now.addAndGet(ScrapeTokens.REREAD_AFTER.toNanos());

        assertThat(tokens.contains(OTHER)).isTrue();
        assertThat(tokens.contains(ONE)).isFalse();
    }

    @Test
    void anInvalidChangeLeavesTheTokensAsTheyWere() throws IOException {
        Path file = file(ONE);
        ScrapeTokens tokens = ofFile(file);

        for (String content : new String[] {"", "short", "\n".repeat(3)}) {
            Files.writeString(file, content);
            now.addAndGet(ScrapeTokens.REREAD_AFTER.toNanos());
            assertThat(tokens.contains(ONE)).isTrue();
        }
        Files.delete(file);
        now.addAndGet(ScrapeTokens.REREAD_AFTER.toNanos());

        assertThat(tokens.contains(ONE)).isTrue();
    }

    @Test
    void aFileThatCannotBeUsedFailsTheStart() throws IOException {
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> ofFile(directory.resolve("missing")))
                .withMessageContaining("cannot be read");
        Path empty = file("# nothing yet");
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> ofFile(empty))
                .withMessageContaining("contains no token");
        Path full = Files.writeString(directory.resolve("tokens"), (ONE + "\n").repeat(ScrapeTokens.MOST + 1));
        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> ofFile(full))
                .withMessageContaining("more than 10 tokens");
    }

    @Test
    void tokenAndFileExcludeEachOther() throws IOException {
        ScrapeProperties both = new ScrapeProperties(ONE, file(OTHER));

        assertThatExceptionOfType(SecuritySettingsException.class)
                .isThrownBy(() -> new ScrapeTokens(both, now::get))
                .withMessageContaining("Both");
        assertThat(both.toString()).doesNotContain(ONE);
    }
}
