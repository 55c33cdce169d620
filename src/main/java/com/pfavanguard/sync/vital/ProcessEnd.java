package com.pfavanguard.sync.vital;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when it cannot do its work any more, so that whoever watches it starts another. Allowed by the
 * application's {@code main} only: neither commands nor tests are ended by it.
 */
public final class ProcessEnd {

    private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);

    private static final Duration TIME_TO_SHUT_DOWN = Duration.ofSeconds(30);

    private static volatile boolean allowed;

    private ProcessEnd() {}

    /** From now on; also has what nobody catches logged and counted like other failures of threads. */
    public static void allow() {
        allowed = true;
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> ThreadFailures.noteQuietly(thread.getName(), failure));
    }

    static boolean isAllowed() {
        return allowed;
    }

    /** Shuts the process down in order, or halts it if that takes too long; returns at once. */
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
            // Nobody should; then at once.
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
