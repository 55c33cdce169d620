package com.pfavanguard.sync.cli;

import java.util.Map;
import java.util.Set;
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
    private static final Map<String, String> OF_PUBLISHERS = Map.of("--user", "SYNC_BROKER_USER");
    private static final Set<String> PUBLISHERS = Set.of("bench", "publish");

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
        if (variable == null && PUBLISHERS.contains(option.command().name())) {
            variable = OF_PUBLISHERS.get(option.longestName());
        }
        return variable == null ? null : environment.apply(variable);
    }
}
