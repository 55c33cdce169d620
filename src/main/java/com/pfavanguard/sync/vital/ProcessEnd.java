package com.pfavanguard.sync.vital;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when it can no longer work, so that an orchestrator starts another. Has no effect until the
 * application's {@code main} allows it, so it never ends commands or tests.
 */
public final class ProcessEnd {

    private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);

    private static final Duration TIME_TO_SHUT_DOWN = Duration.ofSeconds(30);

    private static volatile boolean allowed;

    private ProcessEnd() {}

    /** Allows it from now on; also logs and counts uncaught exceptions like other failures of threads. */
    public static void allow() {
        allowed = true;
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> ThreadFailures.noteQuietly(thread.getName(), failure));
    }

    static boolean isAllowed() {
        return allowed;
    }

    /** Starts an orderly shutdown, and halts the process if that takes too long. Returns at once. */
    public static void end(int exitCode, String why) {
        log.error("The process ends with exit code {}: {}", exitCode, why);
        if (allowed) {
            daemon("process-end", () -> System.exit(exitCode));
            daemon("process-halt", () -> haltLater(exitCode));
        }
    }

    private static void haltLater(int exitCode) {
        try {
            Thread.sleep(TIME_TO_SHUT_DOWN.toMillis());
        } catch (InterruptedException e) {
            // Not expected; halts at once then.
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
