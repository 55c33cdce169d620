package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.joining;

import com.pfavanguard.sync.roles.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads our settings from the configuration metadata, in the words of src/docs/reference/settings.md. */
final class SettingsMetadata {

    private static final Map<String, String> TYPES = Map.of(
            Integer.class.getName(),
            "number",
            Boolean.class.getName(),
            "true or false",
            String.class.getName(),
            "text",
            Duration.class.getName(),
            "time",
            DataSize.class.getName(),
            "size",
            Path.class.getName(),
            "path",
            ZoneId.class.getName(),
            "time zone",
            "java.util.List<java.lang.String>",
            "list",
            "java.util.Map<java.lang.String,java.lang.String>",
            "map",
            "java.util.Set<" + Role.class.getName() + ">",
            "list of gateway, api, worker and producer");

    private static final String KIT = "sync.producer.";

    private SettingsMetadata() {}

    /** One setting, and one row of the page without its back-quotes. */
    record Setting(String name, String defaultValue, String type, String meaning) {

        @Override
        public String toString() {
            return "| `%s` | %s | %s | %s |".formatted(name, defaultValue, type, meaning);
        }
    }

    /** The settings of the application. */
    static List<Setting> settings() {
        return all().stream().filter(setting -> !setting.name().startsWith(KIT)).toList();
    }

    /** The settings of the producer kit, which this application does not read. */
    static List<Setting> settingsOfTheKit() {
        return all().stream().filter(setting -> setting.name().startsWith(KIT)).toList();
    }

    private static List<Setting> all() {
        List<Setting> settings = new ArrayList<>();
        try {
            for (Resource metadata : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
                try (InputStream json = metadata.getInputStream()) {
                    new JsonMapper()
                            .readTree(json).path("properties").values().stream()
                                    .filter(property ->
                                            property.path("name").stringValue().startsWith("sync."))
                                    .map(SettingsMetadata::setting)
                                    .forEach(settings::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private static Setting setting(JsonNode property) {
        return new Setting(
                property.path("name").stringValue(),
                defaultValue(property.path("defaultValue")),
                type(property.path("type").stringValue()),
                property.path("description").asString(""));
    }

    private static String defaultValue(JsonNode value) {
        if (value.isMissingNode()) {
            return "none";
        }
        return value.isArray()
                ? value.values().stream().map(JsonNode::asString).collect(joining(","))
                : value.asString();
    }

    private static String type(String name) {
        String known = TYPES.get(name);
        return known == null ? choices(name) : known;
    }

    private static String choices(String enumName) {
        try {
            return Stream.of(Class.forName(enumName).getEnumConstants())
                    .map(choice -> choice.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(joining(" or "));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The settings page has no word for a setting of this type", e);
        }
    }
}
