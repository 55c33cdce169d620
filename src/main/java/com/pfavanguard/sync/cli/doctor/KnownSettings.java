package com.pfavanguard.sync.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Knows the settings {@code sync.*} from the metadata that the build writes, in every spelling that Boot takes. */
final class KnownSettings {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private static final int MOST_ALIKE = 5;

    private final List<ConfigurationPropertyName> names = new ArrayList<>();
    // Lists and maps, whose entries have names of their own.
    private final List<ConfigurationPropertyName> parents = new ArrayList<>();

    KnownSettings() throws IOException {
        JsonMapper json = new JsonMapper();
        for (URL metadata :
                Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
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

    /**
     * Returns whether an environment variable names a setting. Boot also takes underscores in place of dashes, and then
     * reads the variable as a name with more parts.
     */
    boolean containsVariable(ConfigurationPropertyName name) {
        String spelled = name.toString();
        return contains(name)
                || names.stream()
                        .anyMatch(known -> known.toString().replace('-', '.').equals(spelled));
    }

    /**
     * Returns a few of those beside the name, or else those with the same last word, so that a mistyped one is recognized.
     * Those that begin alike come first.
     */
    List<String> like(ConfigurationPropertyName name) {
        List<String> beside = where(known -> known.getParent().equals(name.getParent()));
        List<String> alike = beside.isEmpty() ? where(known -> last(known).equals(last(name))) : beside;
        return alike.stream()
                .sorted(Comparator.comparingInt((String known) -> -sameLetters(known, name.toString())))
                .limit(MOST_ALIKE)
                .toList();
    }

    private static int sameLetters(String one, String other) {
        int mismatch = Arrays.mismatch(one.toCharArray(), other.toCharArray());
        return mismatch < 0 ? one.length() : mismatch;
    }

    private List<String> where(Predicate<ConfigurationPropertyName> condition) {
        return names.stream()
                .filter(condition)
                .map(ConfigurationPropertyName::toString)
                .sorted()
                .toList();
    }

    private static String last(ConfigurationPropertyName name) {
        return name.getLastElement(Form.UNIFORM);
    }
}
