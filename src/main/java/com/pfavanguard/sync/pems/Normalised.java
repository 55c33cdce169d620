package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.Texts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings values that mean the same into one form (domain.md, "Normal form"), so that {@code equals} compares them. A
 * value that does not fit its field's type stays as it is, and the validator reports it.
 */
final class Normalised {

    // Far beyond any price; keeps a number such as 1e999999999 from becoming a gigabyte of digits.
    private static final int MOST_DIGITS = 40;
    private static final int DEEPEST = 16;

    private Normalised() {}

    static @Nullable Object of(PfaField.@Nullable Type type, @Nullable Object raw) {
        Object plain = plain(raw, 0);
        if (raw instanceof Number && plain instanceof String && type == PfaField.Type.TEXT) {
            // The validator would accept it as text.
            throw new IllegalArgumentException(
                    "A number of more than " + MOST_DIGITS + " digits is not allowed in a text field");
        }
        if (plain instanceof String text && type == PfaField.Type.DATE) {
            return PfaDates.parse(text).<Object>map(moment -> moment).orElse(text);
        }
        if (plain instanceof String text && type == PfaField.Type.DECIMAL) {
            return decimal(text).<Object>map(number -> number).orElse(text);
        }
        return plain;
    }

    private static @Nullable Object plain(@Nullable Object raw, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("A value is nested more than " + DEEPEST + " levels deep");
        }
        if (raw == null || raw instanceof Boolean) {
            return raw;
        }
        if (raw instanceof CharSequence text) {
            return Texts.wellFormed(text.toString().strip());
        }
        if (raw instanceof Number number) {
            return decimal(number.toString()).<Object>map(exact -> exact).orElseGet(number::toString);
        }
        if (raw instanceof Instant moment) {
            return moment.truncatedTo(ChronoUnit.MILLIS);
        }
        if (raw instanceof LocalDate day) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (raw instanceof Map<?, ?> members) {
            return members(members, depth);
        }
        if (raw instanceof Collection<?> items) {
            return items.stream().map(item -> plain(item, depth + 1)).toList();
        }
        throw new IllegalArgumentException("Not a JSON value: " + raw.getClass());
    }

    private static Map<String, Object> members(Map<?, ?> raw, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        raw.forEach((name, value) -> {
            Object plain = plain(value, depth + 1);
            if (plain != null) {
                members.put(Texts.wellFormed(String.valueOf(name)), plain);
            }
        });
        return Collections.unmodifiableMap(members);
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            BigDecimal exact = new BigDecimal(text);
            boolean sane = Math.abs((long) exact.scale()) <= MOST_DIGITS && exact.precision() <= MOST_DIGITS;
            return sane ? Optional.of(canonical(exact)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    // BigDecimal.equals() compares the scale too: 1.0 equals 1 only without trailing zeros, and 1E+2 must become 100.
    private static BigDecimal canonical(BigDecimal exact) {
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? new BigDecimal(stripped.toBigInteger()) : stripped;
    }
}
