package com.pfavanguard.sync.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {

    static final String VERBOSE = "--verbose";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Option(names = VERBOSE, description = "After a failure, print the stack trace too.")
    private boolean verbose;
}
