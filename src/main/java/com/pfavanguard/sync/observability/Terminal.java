package com.pfavanguard.sync.observability;

import java.io.Console;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where a person sits who started the process by hand, if so; what is shown there goes past the log. */
@Component
class Terminal {

    private final @Nullable Console console = interactive();

    // On Java 17 a Console is a terminal; from Java 22 on there is always one, which says whether it is.
    @SuppressWarnings("SystemConsoleNull") // asked by reflection below, since Java 17 has no isTerminal
    private static @Nullable Console interactive() {
        Console console = System.console();
        if (console == null) {
            return null;
        }
        try {
            Object isTerminal = Console.class.getMethod("isTerminal").invoke(console);
            return Boolean.TRUE.equals(isTerminal) ? console : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    boolean isInteractive() {
        return console != null;
    }

    void show(String line) {
        if (console != null) {
            console.printf("%s%n", line);
        }
    }
}
