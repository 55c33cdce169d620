package com.pfavanguard.sync.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Formats and parses timestamps of the contract, which look like JavaScript's {@code new Date().toISOString()}. */
public final class Timestamps {

    private static final String SPELLING = "0000-00-00T00:00:00.000Z";
    private static final int LENGTH = SPELLING.length();
    private static final int NANOS_PER_MILLI = 1_000_000;

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

    /**
     * Like {@code DateTimeFormatter} with the pattern {@code uuuu-MM-dd'T'HH:mm:ss.SSS'Z'}, for {@linkplain #checked
     * valid} timestamps only; hand-written because the formatter took a fifth of the time per event.
     */
    public static String format(Instant timestamp) {
        LocalDateTime moment =
                LocalDateTime.ofEpochSecond(timestamp.getEpochSecond(), timestamp.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(LENGTH);
        append(text, moment.getYear(), 4).append('-');
        append(text, moment.getMonthValue(), 2).append('-');
        append(text, moment.getDayOfMonth(), 2).append('T');
        append(text, moment.getHour(), 2).append(':');
        append(text, moment.getMinute(), 2).append(':');
        append(text, moment.getSecond(), 2).append('.');
        return append(text, moment.getNano() / NANOS_PER_MILLI, 3).append('Z').toString();
    }

    private static StringBuilder append(StringBuilder text, int number, int digits) {
        int limit = 10;
        for (int written = 1; written < digits; written++) {
            if (number < limit) {
                text.append('0');
            }
            limit *= 10;
        }
        return text.append(number);
    }

    /**
     * Like {@link Instant#parse}, but faster for our own format.
     *
     * @throws DateTimeException if the text is not a moment in UTC
     */
    static Instant parse(String text) {
        if (!isOurSpelling(text)) {
            return Instant.parse(text);
        }
        try {
            LocalDateTime moment = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19),
                    number(text, 20, 23) * NANOS_PER_MILLI);
            return moment.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            // Midnight as 24:00, a leap second, or nonsense.
            return Instant.parse(text);
        }
    }

    private static boolean isOurSpelling(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char expected = SPELLING.charAt(i);
            char found = text.charAt(i);
            if (expected == '0' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }
}
