package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.SettingsMetadata.Setting;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.PropertyPlaceholderHelper;

/** Holds src/docs/reference/settings.md, and every setting that a page names, to the settings of the application. */
class SettingsPageTests {

    private static final Page PAGE = Pages.page("src/docs/reference/settings.md");

    private static final Pattern ARGUMENT = Pattern.compile("--(sync\\.[a-z.-]*[a-z])=");
    private static final Pattern MENTION = Pattern.compile(
            "sync\\.(?:api|broker|conflict|demo|gateway|pems|proxy|security|worker|write-queue)\\.[a-z.-]*[a-z]");
    private static final Pattern VARIABLE = Pattern.compile("\\bSYNC_[A-Z]+_[A-Z_]*[A-Z]\\b");

    /** Look like settings: an address in the broker, and a variable of the command line. */
    private static final Set<String> OTHERS = Set.of("sync.gateway.marker", "SYNC_BROKER_PASSWORD");

    private static final List<Setting> SETTINGS = SettingsMetadata.settings();

    @Test
    void thePageHasEverySettingWithItsDefaultTypeAndMeaning() {
        List<Setting> rows = PAGE.tablesWith("Setting", "Default", "Type", "Meaning").stream()
                .flatMap(table -> table.rows().stream())
                .map(SettingsPageTests::row)
                .toList();

        assertThat(rows).isNotEmpty().containsExactlyInAnyOrderElementsOf(SETTINGS);
    }

    private static Setting row(Map<String, String> row) {
        UnaryOperator<String> cell = column -> MarkdownTable.plain(row.get(column));
        return new Setting(cell.apply("Setting"), cell.apply("Default"), cell.apply("Type"), cell.apply("Meaning"));
    }

    @Test
    void settingsOfSpringBootHaveTheDefaultsOfThisApplication() throws IOException {
        PropertySource<?> ours = new YamlPropertySourceLoader()
                .load("ours", new ClassPathResource("application.yaml"))
                .get(0);
        List<Map<String, String>> rows = PAGE.tablesWith("Setting", "Default", "Meaning").stream()
                .filter(table -> !table.columns().contains("Type"))
                .flatMap(table -> table.rows().stream())
                .toList();

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            Object value = ours.getProperty(MarkdownTable.plain(row.get("Setting")));
            assertThat(MarkdownTable.plain(row.get("Default"))).isEqualTo(value == null ? "none" : plain(value));
        });
    }

    // ${PORT:3000} without such a variable.
    private static String plain(Object value) {
        return new PropertyPlaceholderHelper("${", "}", ":", null, false)
                .replacePlaceholders(value.toString(), name -> null);
    }

    @Test
    void everySettingThatAPageNamesExists() {
        Set<String> names = SETTINGS.stream().map(Setting::name).collect(toSet());
        Set<String> variables =
                names.stream().map(SettingsPageTests::variable).collect(Collectors.toCollection(LinkedHashSet::new));

        assertThat(pagesForUsers()).isNotEmpty().allSatisfy(page -> {
            String text = String.join("\n", page.lines());
            assertThat(Stream.concat(all(ARGUMENT, text, 1), all(MENTION, text, 0)))
                    .as("settings named in %s", page)
                    .allMatch(name -> OTHERS.contains(name) || isSettingOrGroup(name, names));
            assertThat(all(VARIABLE, text, 0))
                    .as("environment variables named in %s", page)
                    .allMatch(name -> OTHERS.contains(name) || variables.contains(name));
        });
    }

    // Decisions tell of their day, and may name what has been renamed since.
    private static List<Page> pagesForUsers() {
        return Pages.all().stream()
                .filter(page -> !page.path().toString().contains("decisions"))
                .toList();
    }

    private static Stream<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map(match -> match.group(group)).distinct();
    }

    // sync.worker.retry stands for all its settings; a map's setting goes on with a key.
    private static boolean isSettingOrGroup(String name, Set<String> names) {
        return names.stream()
                .anyMatch(setting -> setting.equals(name)
                        || setting.startsWith(name + ".")
                        || setting.equals("sync.pems.organizations") && name.startsWith(setting + "."));
    }

    // As Boot reads it: dots become underscores, dashes are left out.
    private static String variable(String setting) {
        return setting.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }
}
