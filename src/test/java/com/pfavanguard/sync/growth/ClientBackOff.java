package com.pfavanguard.sync.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How {@code SyncClient} waits before it connects again, with its defaults as shipped: full jitter under a bound that doubles
 * with each failure. Leaves out that a refused client asks why and adds the {@code Retry-After} of the answer (decision
 * 0057): it then waits for some seconds longer, at random, and asks with one more request.
 *
 * @param timeoutMs after this time without a greeting the client gives up an attempt
 */
record ClientBackOff(int baseMs, int ceilingMs, int timeoutMs) {

    static ClientBackOff asShipped() {
        try {
            String script = Files.readString(Path.of("src/main/client/src/options.js"));
            return new ClientBackOff(
                    option(script, "reconnectBaseMs"),
                    option(script, "reconnectCeilingMs"),
                    option(script, "connectTimeoutMs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int option(String script, String name) {
        Matcher found = Pattern.compile("\\b" + name + ": ([\\d_]+),").matcher(script);
        if (!found.find()) {
            throw new IllegalStateException("options.js has no default for " + name);
        }
        return Integer.parseInt(found.group(1).replace("_", ""));
    }

    /** @param failures how many attempts have failed since the last session */
    int delayMs(int failures, SplittableRandom random) {
        long bound = Math.min(ceilingMs, (long) baseMs << Math.min(failures, 20));
        return (int) (random.nextDouble() * bound);
    }
}
