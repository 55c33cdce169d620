package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.dotenv.DotEnv;
import com.pfavanguard.sync.dotenv.InvalidDotEnvException;
import org.jspecify.annotations.Nullable;

/** The environment of commands: the process's own variables, and behind them those of {@code .env}. */
final class CommandEnvironment {

    private CommandEnvironment() {}

    /**
     * Reads {@code .env} before any command runs.
     *
     * @throws CommandFailedException if it is invalid
     */
    static void check() {
        file();
    }

    /** Returns the value of a variable, or {@code null} if it is not set. A command asks a few times. */
    static @Nullable String variable(String name) {
        return file().behind(System::getenv).apply(name);
    }

    /** Likewise, but passes over a {@code .env} that is invalid: the command doctor reports that itself. */
    static @Nullable String variableInAnyCase(String name) {
        try {
            return variable(name);
        } catch (CommandFailedException e) {
            return System.getenv(name);
        }
    }

    private static DotEnv file() {
        try {
            return DotEnv.ofWorkingDirectory();
        } catch (InvalidDotEnvException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
