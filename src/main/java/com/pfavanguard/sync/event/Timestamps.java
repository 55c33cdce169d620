package com.pfavanguard.sync.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as the contract writes them: what {@code new Date().toISOString()} gives in JavaScript. */
public final class Timestamps {

    // Instant.toString() prints 0, 3, 6 or 9 fraction digits; the contract wants exactly three.
    private static final DateTimeFormatter ISO_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Timestamps() {}

    static Instant checked(Instant timestamp) {
        Instant millis = timestamp.truncatedTo(ChronoUnit.MILLIS);
        if (millis.isBefore(FIRST) || millis.isAfter(LAST)) {
            throw new IllegalArgumentException("A timestamp must lie in the years 1970 to 9999");
        }
        return millis;
    }

    public static String format(Instant timestamp) {
        return ISO_MILLIS.format(timestamp);
    }
}
