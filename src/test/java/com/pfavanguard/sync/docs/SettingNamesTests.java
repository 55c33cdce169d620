package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every setting that a page names exists. That the reference lists all of them is the test of that page. */
class SettingNamesTests {

    private static final Pattern NAME = Pattern.compile(
            "\\bsync\\.(?:roles|security|broker|gateway|proxy|demo|pems|worker|write-queue|api|conflict|producer)(?:\\.[a-z0-9-]*[a-z0-9])*");
    private static final Pattern ARGUMENT = Pattern.compile("(?<=--)sync\\.[a-z0-9.-]*[a-z0-9](?==)");
    private static final Pattern VARIABLE = Pattern.compile("\\bSYNC_[A-Z]+_[A-Z_]*[A-Z]\\b");

    // An address in the broker, meters of the producer kit, and variables that only the command line reads.
    private static final Set<String> OTHERS = Set.of(
            "sync.gateway.marker",
            "sync.producer.events",
            "sync.producer.retries",
            "sync.producer.publish",
            "SYNC_BROKER_USER",
            "SYNC_BROKER_PASSWORD");

    private static final Set<String> SETTINGS = Stream.concat(
                    SettingsMetadata.settings().stream(), SettingsMetadata.settingsOfTheKit().stream())
            .map(SettingsMetadata.Setting::name)
            .collect(toSet());
    private static final Set<String> VARIABLES =
            SETTINGS.stream().map(SettingNamesTests::variable).collect(toSet());

    @Test
    void everySettingThatAPageNamesExists() {
        assertThat(unknown(NAME, SettingNamesTests::isSettingOrGroup)).isEmpty();
        assertThat(unknown(ARGUMENT, SettingNamesTests::isSettingOrGroup)).isEmpty();
    }

    @Test
    void everyEnvironmentVariableThatAPageNamesSetsSomething() {
        assertThat(unknown(VARIABLE, VARIABLES::contains)).isEmpty();
    }

    // Decisions tell of their day, and may name what has been renamed since.
    private static List<String> unknown(Pattern pattern, Predicate<String> isKnown) {
        return Pages.all().stream()
                .filter(page -> !page.path().startsWith("src/docs/decisions"))
                .flatMap(page -> IntStream.range(0, page.lines().size())
                        .boxed()
                        .flatMap(i -> names(pattern, page.lines().get(i))
                                .filter(name -> !OTHERS.contains(name) && !isKnown.test(name))
                                .map(name -> page + ":" + (i + 1) + " " + name)))
                .toList();
    }

    private static Stream<String> names(Pattern pattern, String line) {
        return pattern.matcher(line).results().map(found -> found.group());
    }

    // A setting, a group of settings, or an entry of a map such as sync.pems.organizations.org-rio.
    private static boolean isSettingOrGroup(String name) {
        return SETTINGS.stream()
                .anyMatch(setting -> setting.equals(name)
                        || setting.startsWith(name + ".")
                        || setting.endsWith(".organizations") && name.startsWith(setting + "."));
    }

    // As Boot reads it: dots become underscores, dashes are left out.
    private static String variable(String setting) {
        return setting.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }
}
