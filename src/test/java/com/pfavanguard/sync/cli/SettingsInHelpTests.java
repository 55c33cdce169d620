package com.pfavanguard.sync.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks that the settings in the help text exist and have the defaults that it names. */
class SettingsInHelpTests {

    private static final Pattern SETTING = Pattern.compile("--([a-z.-]+)=(\\S*)");

    private final Map<String, String> inHelp = SETTING.matcher(
                    CommandRun.of("--help").out())
            .results()
            .collect(toMap(setting -> setting.group(1), setting -> setting.group(2)));

    @Test
    void everySettingInTheHelpExists() throws IOException {
        assertThat(defaults().keySet()).containsAll(inHelp.keySet());
    }

    @Test
    void ourSettingsHaveTheDefaultTheHelpNames() throws IOException {
        Map<String, String> ours = new HashMap<>(inHelp);
        ours.keySet().removeIf(name -> !name.startsWith("sync."));

        assertThat(ours).isNotEmpty();
        assertThat(defaults()).containsAllEntriesOf(ours);
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new HashMap<>();
        for (Resource metadata : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
            try (InputStream json = metadata.getInputStream()) {
                for (JsonNode property :
                        new JsonMapper().readTree(json).path("properties").values()) {
                    defaults.put(
                            property.path("name").stringValue(),
                            property.path("defaultValue").asString(""));
                }
            }
        }
        return defaults;
    }
}
