package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every setting that a page names exists. That the reference lists all of them is the test of that page. */
class SettingNamesTests {

    private static final Pattern NAME = Pattern.compile(
            "\\bsync\\.(?:roles|security|broker|gateway|proxy|demo|pems|worker|write-queue|api|conflict)(?:\\.[a-z0-9-]*[a-z0-9])*");

    // An address in the broker.
    private static final String MARKER = "sync.gateway.marker";

    private static List<String> settings;

    @BeforeAll
    static void readTheMetadata() throws Exception {
        try (InputStream metadata =
                SettingNamesTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");
            settings = properties
                    .valueStream()
                    .map(property -> property.path("name").asString())
                    .filter(name -> name.startsWith("sync."))
                    .toList();
        }
    }

    @Test
    void everySettingThatAPageNamesExists() {
        List<String> unknown = Pages.all().stream()
                .filter(page -> !page.path().startsWith("src/docs/decisions"))
                .flatMap(page -> Stream.iterate(0, i -> i < page.lines().size(), i -> i + 1)
                        .flatMap(i -> NAME.matcher(page.lines().get(i))
                                .results()
                                .map(found -> found.group())
                                .filter(name -> !isKnown(name))
                                .map(name -> page + ":" + (i + 1) + " " + name)))
                .toList();

        assertThat(unknown).isEmpty();
    }

    // A setting, a group of settings, or an entry of a map such as sync.pems.organizations.org-rio.
    private static boolean isKnown(String name) {
        return name.equals(MARKER)
                || name.equals("sync.roles")
                || settings.stream()
                        .anyMatch(setting -> setting.equals(name)
                                || setting.startsWith(name + ".")
                                || setting.endsWith(".organizations") && name.startsWith(setting + "."));
    }
}
