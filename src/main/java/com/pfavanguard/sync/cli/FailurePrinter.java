package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.watch.TerminalText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints one line on standard error that says why a command failed, and the stack trace only with {@code --verbose}.
 */
final class FailurePrinter implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        // The message may quote a broker or gateway.
        err.println(TerminalText.clean(
                e instanceof CommandFailedException ? String.valueOf(e.getMessage()) : "Unexpected: " + e));
        if (command.getParseResult().hasMatchedOption(CommonOptions.VERBOSE)) {
            e.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }
}
