package com.pfavanguard.sync.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds the options that every command has. Only picocli and FailurePrinter read them. */
final class CommonOptions {

    static final String VERBOSE = "--verbose";

    private CommonOptions() {}

    static void addTo(CommandSpec command) {
        command.addOption(
                flag("Print the stack trace too after a failure.", VERBOSE).build());
        command.addOption(
                flag("Show this text.", "-h", "--help").usageHelp(true).build());
    }

    /** Adds the options of the jar itself, which has {@code --version} too. */
    static void addToJar(CommandSpec jar) {
        jar.addOption(flag("Show this text.", "-h", "--help").usageHelp(true).build());
        jar.addOption(flag("Show the version.", "--version").versionHelp(true).build());
    }

    private static OptionSpec.Builder flag(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(description);
    }
}
