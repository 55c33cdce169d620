package com.pfavanguard.sync.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options every command understands, added to each in one place. Nobody reads them but picocli and FailurePrinter. */
final class CommonOptions {

    static final String VERBOSE = "--verbose";

    private CommonOptions() {}

    static void addTo(CommandSpec command) {
        command.addOption(
                flag("After a failure, print the stack trace too.", VERBOSE).build());
        command.addOption(
                flag("Show this text.", "-h", "--help").usageHelp(true).build());
    }

    /** For the jar itself, where {@code --version} is asked for too. */
    static void addToJar(CommandSpec jar) {
        jar.addOption(flag("Show this text.", "-h", "--help").usageHelp(true).build());
        jar.addOption(flag("Show the version.", "--version").versionHelp(true).build());
    }

    private static OptionSpec.Builder flag(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(description);
    }
}
