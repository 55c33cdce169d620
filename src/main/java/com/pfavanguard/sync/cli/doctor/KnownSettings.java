package com.pfavanguard.sync.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Knows the settings {@code sync.*} from the metadata that the build writes, in every spelling that Boot takes. */
final class KnownSettings {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private final List<ConfigurationPropertyName> names = new ArrayList<>();
    // Lists and maps, whose entries have names of their own.
    private final List<ConfigurationPropertyName> parents = new ArrayList<>();

    KnownSettings() throws IOException {
        JsonMapper json = new JsonMapper();
        for (URL metadata : Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
            try (InputStream in = metadata.openStream()) {
                json.readTree(in).path("properties").forEach(this::add);
            }
        }
    }

    private void add(JsonNode property) {
        String name = property.path("name").asString("");
        if (name.startsWith("sync.")) {
            ConfigurationPropertyName known = ConfigurationPropertyName.of(name);
            names.add(known);
            if (property.path("type").asString("").startsWith("java.util.")) {
                parents.add(known);
            }
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    boolean contains(ConfigurationPropertyName name) {
        return names.contains(name) || parents.stream().anyMatch(parent -> parent.isAncestorOf(name));
    }

    /** Returns those beside the name, so that a mistyped one can be recognized. */
    List<String> beside(ConfigurationPropertyName name) {
        ConfigurationPropertyName parent = name.getParent();
        return names.stream()
                .filter(known -> known.getParent().equals(parent))
                .map(ConfigurationPropertyName::toString)
                .sorted()
                .toList();
    }
}
