package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** README.md stays a first page, and names the versions that the build uses. */
class ReadmeTests {

    private static final int MOST_LINES = 200;

    private final Page readme = Pages.page("README.md");

    @Test
    void isShort() {
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void namesTheVersionsOfTheBuild() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String packages = Files.readString(Path.of("src/test/npm/client/package.json"));

        Map<String, String> versions = readme.tablesWith("Part", "Version").get(0).rows().stream()
                .collect(Collectors.toMap(row -> row.get("Part"), row -> row.get("Version")));

        assertThat(versions)
                .containsEntry("this gateway", first(pom, "<artifactId>sync-gateway</artifactId>\\s*<version>([^<]+)"))
                .containsEntry(
                        "Spring Boot",
                        first(pom, "<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)"))
                .containsEntry("Artemis, embedded", first(pom, "<artemis.version>([^<]+)"))
                .containsEntry(
                        "`@stomp/stompjs`, as served by the gateway",
                        first(packages, "\"@stomp/stompjs\": \"([^\"]+)"));
        assertThat(versions.get("Java")).startsWith(first(pom, "<java.version>([^<]+)") + " or newer");
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
