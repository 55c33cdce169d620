package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.SettingsMetadata.Setting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.PropertyPlaceholderHelper;

/** Holds src/docs/reference/settings.md to the settings of the application. */
class SettingsPageTests {

    private static final Page PAGE = Pages.page("src/docs/reference/settings.md");

    /** Word for word, so that a description that changes changes the page too. */
    @Test
    void thePageHasEverySettingWithItsDefaultTypeAndMeaning() {
        List<Setting> rows = PAGE.tablesWith("Setting", "Default", "Type", "Meaning").stream()
                .flatMap(table -> table.rows().stream())
                .map(SettingsPageTests::row)
                .toList();

        assertThat(rows).isNotEmpty().containsExactlyInAnyOrderElementsOf(SettingsMetadata.settings());
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
}
