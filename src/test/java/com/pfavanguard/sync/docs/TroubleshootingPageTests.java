package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the log lines that src/docs/operating quotes to the texts in the code. */
class TroubleshootingPageTests {

    private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");

    /** Between two halves of a text that is too long for one line. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    /** What a quoted line leaves open, and what the code puts in there. */
    private static final Pattern ELLIPSIS = Pattern.compile("…");

    /** Words of libraries. */
    private static final List<String> FOREIGN = List.of(
            "locked by another process",
            "AMQ142015: Uncommitted transaction",
            "AMQ142015: Uncommitted transaction with id … found and discarded",
            "AMQ222059: Duplicate message detected");

    @ParameterizedTest
    @ValueSource(strings = {"troubleshooting", "failure-drills"})
    void everyLogLineThatThePageQuotesIsInTheCode(String name) {
        String code = code();

        List<String> parts = Pages.page("src/docs/operating/" + name + ".md").tablesWith("Log line").stream()
                .flatMap(table -> table.column("Log line").stream())
                .flatMap(cell -> CODE_SPAN.matcher(cell).results().map(span -> span.group(1)))
                .filter(line -> !FOREIGN.contains(line))
                .flatMap(ELLIPSIS::splitAsStream)
                .map(String::strip)
                .filter(part -> part.length() > 3)
                .toList();

        assertThat(parts).isNotEmpty().allMatch(code::contains);
    }

    private static String code() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TroubleshootingPageTests::text)
                    .map(text -> JOINT.matcher(text).replaceAll(""))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
