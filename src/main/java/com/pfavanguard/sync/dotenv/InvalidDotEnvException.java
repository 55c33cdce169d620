package com.pfavanguard.sync.dotenv;

import java.nio.file.Path;

/** The file {@code .env} cannot be read as variables. The text names the file and the line, never a value. */
public final class InvalidDotEnvException extends RuntimeException {

    private InvalidDotEnvException(String message) {
        super(message);
    }

    static InvalidDotEnvException inLine(Path file, int line, String what) {
        return new InvalidDotEnvException("Line %d of %s %s".formatted(line, file, what));
    }

    static InvalidDotEnvException of(Path file, String what) {
        return new InvalidDotEnvException("The file %s %s".formatted(file, what));
    }
}
