package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.SettingsMetadata.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds src/docs/producers/kit.md to the examples, which InteropIT and .ci/examples run, and both to the build. */
class KitPageTests {

    private static final Path EXAMPLES = Path.of("src/examples");
    private static final Page PAGE = Pages.page("src/docs/producers/kit.md");

    @ParameterizedTest
    @ValueSource(strings = {"xml", "java", "yaml"})
    void everyLineOfASnippetIsInAnExample(String language) {
        // The examples name the version of the kit once, as a property.
        Set<String> known = lines().map(line -> line.replace("${sync-gateway.version}", version()))
                .map(String::strip)
                .collect(toSet());

        assertThat(PAGE.codeBlocks(language))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.text().lines().map(String::strip))
                        .allMatch(line -> line.isEmpty() || known.contains(line)));
    }

    private static Stream<String> lines() {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|xml|yaml)"))
                    .flatMap(file -> text(file).lines())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"activemq", "artemis"})
    void theExamplesHaveTheVersionsOfTheBuild(String example) {
        String pom = text(EXAMPLES.resolve(example).resolve("pom.xml"));

        assertThat(pom).contains("<sync-gateway.version>" + version() + "<");
        assertThat(springBoot(pom)).isEqualTo(springBoot(text(Path.of("pom.xml"))));
    }

    private static String version() {
        return first("<artifactId>sync-gateway</artifactId>\\s*<version>([^<]+)", text(Path.of("pom.xml")));
    }

    private static String springBoot(String pom) {
        return first("<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)", pom);
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePageHasEverySettingOfTheKit() {
        List<Setting> rows = PAGE.tablesWith("Setting", "Default", "Type", "Meaning").stream()
                .flatMap(table -> table.rows().stream())
                .map(row -> new Setting(
                        MarkdownTable.plain(row.get("Setting")),
                        MarkdownTable.plain(row.get("Default")),
                        MarkdownTable.plain(row.get("Type")),
                        MarkdownTable.plain(row.get("Meaning"))))
                .toList();

        assertThat(rows).isNotEmpty().containsExactlyInAnyOrderElementsOf(SettingsMetadata.settingsOfTheKit());
    }

    @Test
    void thePageHasEveryMeterOfTheKit() {
        Set<String> inCode = Pattern.compile("\"(sync\\.producer\\.(?!enabled|retry-for)\\w+)\"")
                .matcher(SourceFile.main().stream().map(SourceFile::text).reduce("", String::concat))
                .results()
                .map(found -> found.group(1))
                .collect(toSet());

        assertThat(PAGE.tablesWith("Meter", "Tags", "Counts").get(0).column("Meter").stream()
                        .map(MarkdownTable::plain))
                .containsExactlyInAnyOrderElementsOf(inCode);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
