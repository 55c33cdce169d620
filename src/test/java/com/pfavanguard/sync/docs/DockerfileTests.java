package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be seen of the image without building it; {@code .ci/image} builds and starts it. */
class DockerfileTests {

    private static final Pattern PINNED = Pattern.compile("\\S+:\\d[\\w.+-]*@sha256:[0-9a-f]{64}");

    private static List<String> lines;

    @BeforeAll
    static void read() throws IOException {
        lines = Files.readAllLines(Path.of("Dockerfile"));
    }

    private static String value(String prefix) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(prefix.length()))
                .orElseThrow(() -> new AssertionError("The Dockerfile has no " + prefix));
    }

    @Test
    void baseImagesArePinnedByVersionAndDigest() throws IOException {
        String jre = value("ARG JRE_IMAGE=");

        assertThat(jre).matches(PINNED);
        assertThat(value("ARG MAVEN_IMAGE=")).matches(PINNED);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("FROM"))
                .allMatch(line -> line.matches("FROM (\\$\\{(MAVEN|JRE)_IMAGE}|runtime)( AS \\w+)?"));
        assertThat(String.join("\n", lines)).contains("base.name=\"" + jre.substring(0, jre.indexOf('@')) + "\"");
        assertThat(Files.readString(Path.of("broker-config/compose.yaml"))).contains(":-" + jre + "}");
    }

    @Test
    void theVersionIsThatOfThePom() throws IOException {
        Matcher version = Pattern.compile("<artifactId>sync-gateway</artifactId>\\s*<version>([^<]+)")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(value("ARG VERSION=")).isEqualTo(version.group(1));
        assertThat(Files.readString(Path.of("broker-config/kubernetes/kustomization.yaml")))
                .contains("newTag: " + version.group(1));
    }

    @Test
    void theProcessIsNotRootAndGetsItsSignals() {
        assertThat(value("USER ")).isEqualTo("10001:10001");
        assertThat(value("ENTRYPOINT ")).startsWith("[\"java\"");
    }

    @Test
    void theHealthCheckAsksForLiveness() throws IOException {
        assertThat(value("HEALTHCHECK ")).endsWith("CMD [\"/app/healthcheck\"]");
        assertThat(Files.readString(Path.of("src/main/container/healthcheck"))).contains("/actuator/health/liveness");
    }

    @Test
    void theHeapIsTheShareThatThePageSays() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/container/java.flags")))
                .contains("MaxRAMPercentage=60", "+ExitOnOutOfMemoryError");
        assertThat(Pages.page("src/docs/operating/container.md").lines())
                .contains("| heap | 60 % of the container's memory |");
    }
}
