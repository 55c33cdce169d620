package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VariableDefaultsTests {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SYNC_BROKER_USER", "anna",
            "SYNC_TOKEN", "a-token",
            "SYNC_SECURITY_JWT_SECRET", "a-secret",
            "SYNC_BROKER_EMBEDDED_DATADIRECTORY", "elsewhere");

    private static @Nullable String value(Map<String, String> environment, String option, String... args) {
        CommandLine commands = SyncCommands.commandLine(Clock.systemUTC());
        commands.setDefaultValueProvider(new VariableDefaults(environment::get));
        Object value = commands.parseArgs(args)
                .subcommand()
                .commandSpec()
                .findOption(option)
                .getValue();
        return value == null ? null : value.toString();
    }

    @Test
    void optionsTakeTheirDefaultsFromVariables() {
        String[] publish = {"publish", "org-rio", "SYNC_QUEUED", "--pfa=PFA-1"};

        assertThat(value(ENVIRONMENT, "--user", publish)).isEqualTo("anna");
        assertThat(value(ENVIRONMENT, "--data-directory", publish)).isEqualTo("elsewhere");
        assertThat(value(ENVIRONMENT, "--token", "watch", "org-rio")).isEqualTo("a-token");
        assertThat(value(ENVIRONMENT, "--token", "demo", "org-rio")).isEqualTo("a-token");
        assertThat(value(ENVIRONMENT, "--secret", "token", "org-rio")).isEqualTo("a-secret");
    }

    @Test
    void theUserOfATokenIsNotTheBrokers() {
        assertThat(value(ENVIRONMENT, "--user", "token", "org-rio")).isEqualTo("developer");
    }

    @Test
    void withoutVariablesTheOptionsOwnDefaultsCount() {
        String[] publish = {"publish", "org-rio", "SYNC_QUEUED", "--pfa=PFA-1"};

        assertThat(value(Map.of(), "--user", publish)).isNull();
        assertThat(value(Map.of(), "--data-directory", publish)).isEqualTo("data/broker");
    }

    @Test
    void anOptionWins() {
        assertThat(value(ENVIRONMENT, "--token", "watch", "org-rio", "--token=given"))
                .isEqualTo("given");
    }
}
