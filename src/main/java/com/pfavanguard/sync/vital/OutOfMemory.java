package com.pfavanguard.sync.vital;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when the heap is exhausted, like {@code -XX:+ExitOnOutOfMemoryError}: otherwise it would go on with
 * some of its threads dead. For starts without that option, which neither a running JVM nor a jar can set. Works only if
 * a vital thread, the log or the handler of uncaught exceptions sees the error.
 */
public final class OutOfMemory {

    /** Same exit code as the JVM's option. */
    static final int EXIT_CODE = 3;

    // Allocated now, since there may be no heap left later.
    private static final byte[] LAST_WORDS =
            "The heap is exhausted (OutOfMemoryError); the process ends. Set a larger heap with -Xmx.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    // Messages of the JVM itself. Other errors of this class do not affect the heap, such as "unable to create native
    // thread" or a library's limit on direct buffers.
    private static final Set<String> OF_THE_HEAP = Set.of(
            "Java heap space",
            "GC overhead limit exceeded",
            "Metaspace",
            "Compressed class space",
            "Requested array size exceeds VM limit");

    private static final int DEEPEST_CAUSE = 20;

    private OutOfMemory() {}

    /** Halts the process at once if the failure is an exhausted heap and {@link ProcessEnd} is allowed. */
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

    // Bypasses System.err, which allocates and locks.
    private static void sayLastWords() {
        try {
            new FileOutputStream(FileDescriptor.err).write(LAST_WORDS);
        } catch (IOException | Error e) {
            // The exit code remains.
        }
    }
}
