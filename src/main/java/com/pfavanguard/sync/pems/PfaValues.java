package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.Texts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * Field values of a PFA record, all of them or some, each in its normal form: text trimmed, numbers by value, dates as
 * moments. Two values that mean the same are {@code equals}. Immutable, in the order given; reads from and writes to
 * one JSON object.
 */
@JsonSerialize(using = PfaValuesJson.Writer.class)
@JsonDeserialize(using = PfaValuesJson.Reader.class)
public final class PfaValues {

    /** More fields than any record has; a bound for what comes from outside. */
    public static final int MAX_FIELDS = 100;

    private static final PfaValues NONE = new PfaValues(Map.of());

    private final Map<String, @Nullable Object> values;

    private PfaValues(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * The values given, normalised.
     *
     * @param raw by JSON name: texts, numbers, booleans, {@link Instant}s, {@link java.time.LocalDate}s, lists and maps
     *     of those, {@code null} for "no value"
     * @throws IllegalArgumentException if there are more than {@value #MAX_FIELDS} or one is nothing JSON could hold
     */
    public static PfaValues of(Map<String, ? extends @Nullable Object> raw) {
        if (raw.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("More than " + MAX_FIELDS + " fields");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        raw.forEach((name, value) -> values.put(Texts.wellFormed(name), normalised(name, value)));
        return new PfaValues(Collections.unmodifiableMap(values));
    }

    public static PfaValues none() {
        return NONE;
    }

    private static @Nullable Object normalised(String name, @Nullable Object value) {
        return Normalised.of(PfaField.named(name).map(PfaField::type).orElse(null), value);
    }

    /** The normalised value; {@code null} whether the field is absent or holds null, which mean the same. */
    public @Nullable Object get(String name) {
        return values.get(name);
    }

    public @Nullable Object get(PfaField field) {
        return values.get(field.jsonName());
    }

    /** The moment a date field holds; empty if it has none, or something that is not a date. */
    public Optional<Instant> date(PfaField field) {
        return get(field) instanceof Instant moment ? Optional.of(moment) : Optional.empty();
    }

    /** The number a decimal field holds; empty if it has none, or something that is not a number. */
    public Optional<BigDecimal> decimal(PfaField field) {
        return get(field) instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /** Whether a boolean field is known to be true. */
    public boolean isTrue(PfaField field) {
        return Boolean.TRUE.equals(get(field));
    }

    /** Whether the field is mentioned, be it with null: in an edit that means "clear it". */
    public boolean mentions(String name) {
        return values.containsKey(name);
    }

    public boolean mentions(PfaField field) {
        return mentions(field.jsonName());
    }

    /** The names of the fields mentioned, in the order given. */
    public Set<String> names() {
        return values.keySet();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether both hold the same value in one field, absent and null being the same. */
    public boolean agreesWith(PfaValues other, String name) {
        return Objects.equals(get(name), other.get(name));
    }

    /** These values with {@code changes} laid over them: what a record looks like after an edit. */
    public PfaValues overlaidWith(PfaValues changes) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        merged.putAll(changes.values);
        return new PfaValues(Collections.unmodifiableMap(merged));
    }

    /** Only the fields whose names are wanted. */
    public PfaValues only(Predicate<String> wanted) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(values);
        kept.keySet().removeIf(wanted.negate());
        return new PfaValues(Collections.unmodifiableMap(kept));
    }

    /** All but the fields of these names. */
    public PfaValues without(Collection<String> names) {
        return only(name -> !names.contains(name));
    }

    Map<String, @Nullable Object> asMap() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PfaValues that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names alone: values may be money, and this ends up in logs. */
    @Override
    public String toString() {
        return "PfaValues" + values.keySet();
    }
}
