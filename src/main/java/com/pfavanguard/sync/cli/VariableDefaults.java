package com.pfavanguard.sync.cli;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the defaults of options from environment variables, those in the file {@code .env} included, which picocli's
 * {@code ${env:…}} does not see.
 */
final class VariableDefaults implements IDefaultValueProvider {

    private static final Map<String, String> VARIABLES = Map.of(
            "--data-directory", "SYNC_BROKER_EMBEDDED_DATADIRECTORY",
            "--secret", "SYNC_SECURITY_JWT_SECRET",
            "--token", "SYNC_TOKEN");

    // The token command has an option of the same name for something else.
    private static final Map<String, String> OF_PUBLISH = Map.of("--user", "SYNC_BROKER_USER");

    private final UnaryOperator<@Nullable String> environment;

    VariableDefaults(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** {@code null} lets the option's own default count. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String variable = VARIABLES.get(option.longestName());
        if (variable == null && option.command().name().equals("publish")) {
            variable = OF_PUBLISH.get(option.longestName());
        }
        return variable == null ? null : environment.apply(variable);
    }
}
