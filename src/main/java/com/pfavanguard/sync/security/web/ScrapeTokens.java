package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.SecuritySettingsException;
import com.pfavanguard.sync.security.Sha256;
import com.pfavanguard.sync.vital.BoundedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds the static tokens with which a monitoring system reads metrics. Keeps hashes only, and compares in constant time.
 * Reads a token file again at most every ten seconds; while a changed file is invalid, the tokens from before stay valid.
 * Safe for any thread.
 */
final class ScrapeTokens {

    static final int SHORTEST = 32;
    static final int MOST = 10;
    static final Duration REREAD_AFTER = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(ScrapeTokens.class);

    // What RFC 6750 section 2.1 allows in a header; the upper bound keeps the whole header far below Jetty's limit.
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");
    private static final int LONGEST = 1_000;

    private static final String HOW_TO_MAKE_ONE = "Make one with: openssl rand -hex 32";

    private final @Nullable Path file;
    private final LongSupplier nanoTime;
    private final BoundedLog warnings;
    private volatile List<byte[]> hashes;
    private long readAt;

    /**
     * @param nanoTime monotonic time
     * @throws SecuritySettingsException if a token is too short, or the file cannot be read
     */
    ScrapeTokens(ScrapeProperties settings, LongSupplier nanoTime) {
        boolean hasToken = settings.token() != null && !settings.token().isBlank();
        if (hasToken && settings.tokenFile() != null) {
            throw new SecuritySettingsException(
                    "Both sync.security.scrape.token and sync.security.scrape.token-file are set.",
                    "Set only one of them. A file may contain several tokens, one per line.");
        }
        this.nanoTime = nanoTime;
        this.warnings = new BoundedLog(1, Duration.ofMinutes(1), 1, nanoTime);
        this.file = settings.tokenFile();
        this.readAt = nanoTime.getAsLong();
        if (file != null) {
            this.hashes = read(file);
        } else {
            this.hashes = hasToken
                    ? List.of(Sha256.of(valid("sync.security.scrape.token", String.valueOf(settings.token()))))
                    : List.of();
        }
    }

    /** Whether any token is set. */
    boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Compares with every token, so that the time taken does not tell which one came close. */
    boolean contains(String token) {
        rereadIfDue();
        byte[] hash = Sha256.of(token);
        boolean found = false;
        for (byte[] each : hashes) {
            found |= MessageDigest.isEqual(each, hash);
        }
        return found;
    }

    private synchronized void rereadIfDue() {
        Path present = file;
        if (present == null || nanoTime.getAsLong() - readAt < REREAD_AFTER.toNanos()) {
            return;
        }
        readAt = nanoTime.getAsLong();
        try {
            hashes = read(present);
        } catch (SecuritySettingsException e) {
            warnings.tell(
                    log,
                    Level.WARN,
                    "file",
                    "The scrape tokens stay as they were: {} {}",
                    String.valueOf(e.getMessage()),
                    e.action());
        }
    }

    private static List<byte[]> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> tokens = lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .limit(MOST + 1L)
                    .toList();
            if (tokens.isEmpty() || tokens.size() > MOST) {
                throw new SecuritySettingsException(
                        "sync.security.scrape.token-file=%s contains %s."
                                .formatted(file, tokens.isEmpty() ? "no token" : "more than " + MOST + " tokens"),
                        "Write 1 to %d tokens into it, one per line. %s".formatted(MOST, HOW_TO_MAKE_ONE));
            }
            return tokens.stream()
                    .map(token -> Sha256.of(valid("A token in sync.security.scrape.token-file=" + file, token)))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new SecuritySettingsException(
                    "sync.security.scrape.token-file=%s cannot be read: %s".formatted(file, e),
                    "Write a token into the file and let the user of this process read it. " + HOW_TO_MAKE_ONE);
        }
    }

    private static String valid(String where, String token) {
        String stripped = token.strip();
        if (stripped.length() < SHORTEST
                || stripped.length() > LONGEST
                || !SYNTAX.matcher(stripped).matches()) {
            throw new SecuritySettingsException(
                    "%s is not a token of at least %d letters, digits or characters of -._~+/=."
                            .formatted(where, SHORTEST),
                    HOW_TO_MAKE_ONE);
        }
        return stripped;
    }
}
