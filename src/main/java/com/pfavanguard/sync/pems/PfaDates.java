package com.pfavanguard.sync.pems;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the many ISO 8601 forms of a moment, and formats it in one. */
final class PfaDates {

    // A day, optionally a time, optionally one offset. The formatter below alone would also accept two offsets and
    // fractions of a minute.
    private static final Pattern ONE_MOMENT = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}([.]\\d{1,9})?)?(Z|[+-]\\d{2}(:?\\d{2})?)?)?",
            Pattern.CASE_INSENSITIVE);

    // A missing time is midnight, a missing offset UTC.
    private static final DateTimeFormatter ANY_SPELLING = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .appendPattern("HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .parseDefaulting(ChronoField.NANO_OF_SECOND, 0)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    // Like JavaScript's toISOString(): Instant.toString() would print 0, 3, 6 or 9 fraction digits.
    private static final DateTimeFormatter ISO_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private PfaDates() {}

    /** The moment of a text, to the millisecond; empty if it is not one, or outside the years 1 to 9999. */
    static Optional<Instant> parse(String text) {
        if (!ONE_MOMENT.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            OffsetDateTime moment =
                    ANY_SPELLING.parse(text, OffsetDateTime::from).withOffsetSameInstant(ZoneOffset.UTC);
            boolean writable = moment.getYear() >= 1 && moment.getYear() <= 9999;
            return writable ? Optional.of(moment.toInstant().truncatedTo(ChronoUnit.MILLIS)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String format(Instant moment) {
        return ISO_MILLIS.format(moment);
    }
}
