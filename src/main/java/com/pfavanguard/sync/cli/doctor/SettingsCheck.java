package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.start.StartRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Looks for settings that a start would refuse, and for settings that it would ignore because their names are unknown. */
final class SettingsCheck implements Check {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("sync");

    // Of the commands and of the container, which share the prefix.
    private static final Set<ConfigurationPropertyName> OF_OTHERS = Set.of(
            ConfigurationPropertyName.of("sync.token"),
            ConfigurationPropertyName.of("sync.broker.user"),
            ConfigurationPropertyName.of("sync.broker.password"));

    private static final String ENVIRONMENT = "environment";

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public List<Finding> look(Setup setup) throws IOException {
        Set<Finding> findings = new LinkedHashSet<>();
        for (String name : setup.names()) {
            attempt(() -> setup.context().getBean(name), setup, findings);
        }
        attempt(() -> Role.of(setup.environment()), setup, findings);
        boolean valid = findings.isEmpty();
        if (valid) {
            StartRule.all().forEach(rule -> attempt(() -> rule.check(setup.environment()), setup, findings));
        } else {
            findings.add(Finding.warning(
                    "Settings that contradict each other were not looked for, since some are invalid. Correct those, and"
                            + " run doctor again"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine("All settings are valid; read from %s", String.join(", ", sources(setup))));
        }
        findings.addAll(unknown(setup));
        findings.addAll(readable(Path.of(".env")));
        return List.copyOf(findings);
    }

    private static void attempt(Runnable attempt, Setup setup, Set<Finding> findings) {
        try {
            attempt.run();
        } catch (RuntimeException e) {
            findings.add(Finding.problem(Explanation.of(e, setup)));
        }
    }

    private static List<String> sources(Setup setup) {
        List<String> sources = new ArrayList<>();
        setup.environment().getPropertySources().forEach(source -> {
            String shown = shown(source.getName());
            if (!shown.equals(source.getName()) && !shown.equals(ENVIRONMENT)) {
                sources.add(shown);
            }
        });
        sources.add(ENVIRONMENT);
        return sources;
    }

    /** Returns a source as people know it; one that none of them sets, under Boot's name for it. */
    private static String shown(String source) {
        if (source.equals("commandLineArgs")) {
            return "arguments";
        }
        if (source.startsWith("dotenv")) {
            return ".env";
        }
        if (source.startsWith("Config resource")) {
            return source.replaceAll(".*\\[(.*?)].*", "$1");
        }
        return source.equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME) ? ENVIRONMENT : source;
    }

    /** Boot ignores a name that it does not know, and so does the start. */
    private static List<Finding> unknown(Setup setup) throws IOException {
        KnownSettings known = new KnownSettings();
        if (known.isEmpty()) {
            return List.of(); // started from classes without the build's metadata
        }
        Map<ConfigurationPropertyName, String> unknown = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(setup.environment())) {
            if (source instanceof IterableConfigurationPropertySource iterable
                    && source.getUnderlyingSource() instanceof EnumerablePropertySource<?> named) {
                boolean variables = named instanceof SystemEnvironmentPropertySource;
                iterable.stream()
                        .filter(OURS::isAncestorOf)
                        .filter(name -> !(variables ? known.containsVariable(name) : known.contains(name)))
                        .filter(name -> !OF_OTHERS.contains(name))
                        .forEach(name -> unknown.putIfAbsent(name, shown(named.getName())));
            }
        }
        return unknown.entrySet().stream()
                .map(each -> unknown(each.getKey(), each.getValue(), known))
                .toList();
    }

    private static Finding unknown(ConfigurationPropertyName name, String source, KnownSettings known) {
        List<String> alike = known.like(name);
        return Finding.warning(
                "There is no setting %s (in %s), so the gateway ignores it. Correct the name%s",
                name, source, alike.isEmpty() ? "; see reference/settings.md" : ". Known: " + String.join(", ", alike));
    }

    private static List<Finding> readable(Path file) throws IOException {
        if (!Files.isRegularFile(file)
                || !Files.getFileStore(file).supportsFileAttributeView("posix")
                || !Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            return List.of();
        }
        return List.of(Finding.warning(
                "Every user of this machine can read %s, which may hold secrets. Run: chmod 600 .env",
                file.toAbsolutePath()));
    }
}
