package com.pfavanguard.sync.observability;

import java.io.Console;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows lines on the terminal from which the process was started, if there is one. They do not appear in the log. */
@Component
class Terminal {

    private final @Nullable Console console = interactive();

    // Java 17 has a Console only on a terminal. From Java 22 on there is always one, and isTerminal() tells.
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
