package com.pfavanguard.sync.vital;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when the heap is exhausted, as {@code -XX:+ExitOnOutOfMemoryError} does: without heap it would go on
 * half dead. For starts without that option, which no running JVM can switch on and no jar can bring with it; so it
 * depends on somebody seeing the error: a vital thread, the log, or the handler of uncaught ones.
 */
public final class OutOfMemory {

    /** As the JVM's own option has it. */
    static final int EXIT_CODE = 3;

    // Made now, since there may be no room for it later.
    private static final byte[] LAST_WORDS =
            "The heap is exhausted (OutOfMemoryError); the process ends. More heap: -Xmx.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    // Of the JVM itself. Others, such as "unable to create native thread" or a library's own limit on direct buffers,
    // leave the heap as it was.
    private static final Set<String> OF_THE_HEAP = Set.of(
            "Java heap space",
            "GC overhead limit exceeded",
            "Metaspace",
            "Compressed class space",
            "Requested array size exceeds VM limit");

    private static final int DEEPEST_CAUSE = 20;

    private OutOfMemory() {}

    /** Ends the process at once if this is about an exhausted heap, and {@link ProcessEnd} is allowed. */
    public static void endProcessIf(@Nullable Throwable failure) {
        if (ProcessEnd.isAllowed() && isExhaustedHeap(failure)) {
            sayLastWords();
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    static boolean isExhaustedHeap(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            String message = cause.getMessage();
            if (cause.getClass() == OutOfMemoryError.class && message != null && OF_THE_HEAP.contains(message)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    // Past System.err, which formats and locks.
    private static void sayLastWords() {
        try {
            new FileOutputStream(FileDescriptor.err).write(LAST_WORDS);
        } catch (IOException | Error e) {
            // The exit code tells as well.
        }
    }
}
