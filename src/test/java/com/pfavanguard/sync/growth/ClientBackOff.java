package com.pfavanguard.sync.growth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How {@code sync-client.js} waits before it connects again, with its defaults as shipped: full jitter under a bound that
 * doubles with each failure. A browser cannot read {@code Retry-After} of a refused handshake, so the bound is all.
 *
 * @param timeoutMs after this time without a greeting the client gives up an attempt
 */
record ClientBackOff(int baseMs, int ceilingMs, int timeoutMs) {

    static ClientBackOff asShipped() {
        try (InputStream in =
                Objects.requireNonNull(ClientBackOff.class.getResourceAsStream("/static/sync-client.js"))) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
            throw new IllegalStateException("sync-client.js has no default for " + name);
        }
        return Integer.parseInt(found.group(1).replace("_", ""));
    }

    /** @param failures how many attempts have failed since the last session */
    int delayMs(int failures, SplittableRandom random) {
        long bound = Math.min(ceilingMs, (long) baseMs << Math.min(failures, 20));
        return (int) (random.nextDouble() * bound);
    }
}
