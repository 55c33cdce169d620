package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the files that deploy the gateway (Dockerfile, compose.yaml, Kubernetes) are held to. */
final class Deployments {

    private static final Pattern GRACE = Pattern.compile("Allow (\\d+) s before SIGKILL");

    // Settings of Spring Boot and Java that these files use. Their names are not in our metadata.
    private static final Set<String> OF_OTHERS = Set.of(
            "PORT",
            "SERVER_ADDRESS",
            "SERVER_FORWARDHEADERSSTRATEGY",
            "MANAGEMENT_SERVER_PORT",
            "SPRING_CONFIG_IMPORT",
            "LOGGING_STRUCTURED_FORMAT_CONSOLE");

    private static final Set<String> OURS = SettingsMetadata.settings().stream()
            .map(setting -> setting.name().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());

    private Deployments() {}

    /** Fails if no setting has this name as an environment variable. */
    static void requireSetting(String variable) {
        assertThat(OURS.contains(variable) || OF_OTHERS.contains(variable))
                .as("Environment variable %s is a setting", variable)
                .isTrue();
    }

    /** Time between SIGTERM and SIGKILL that the page on shutdown asks for. */
    static int graceSeconds() {
        Matcher grace = GRACE.matcher(
                String.join("\n", Pages.page("src/docs/operating/shutdown.md").lines()));
        assertThat(grace.find()).isTrue();
        return Integer.parseInt(grace.group(1));
    }
}
