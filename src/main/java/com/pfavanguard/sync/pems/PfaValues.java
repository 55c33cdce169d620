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
 * Field values of a PFA record, all or some, in normal form: text trimmed, numbers by value, dates as moments. Values
 * that mean the same are {@code equals}. Immutable; keeps the given order; one JSON object on the wire.
 */
@JsonSerialize(using = PfaValuesJson.Writer.class)
@JsonDeserialize(using = PfaValuesJson.Reader.class)
public final class PfaValues {

    /** Limit for input from outside; more fields than any record has. */
    public static final int MAX_FIELDS = 100;

    private static final PfaValues NONE = new PfaValues(Map.of());

    private final Map<String, @Nullable Object> values;

    private PfaValues(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Brings the given values into normal form.
     *
     * @param raw by JSON name: texts, numbers, booleans, {@link Instant}s, {@link java.time.LocalDate}s, lists and maps
     *     of those, {@code null} for "no value"
     * @throws IllegalArgumentException if there are more than {@value #MAX_FIELDS}, or one is not a JSON value
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

    /** The value in normal form; {@code null} if the field is absent or null, which mean the same. */
    public @Nullable Object get(String name) {
        return values.get(name);
    }

    public @Nullable Object get(PfaField field) {
        return values.get(field.jsonName());
    }

    /** The moment of a date field; empty if it has none or another type of value. */
    public Optional<Instant> date(PfaField field) {
        return get(field) instanceof Instant moment ? Optional.of(moment) : Optional.empty();
    }

    /** The number of a decimal field; empty if it has none or another type of value. */
    public Optional<BigDecimal> decimal(PfaField field) {
        return get(field) instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /** Whether a boolean field is known to be true. */
    public boolean isTrue(PfaField field) {
        return Boolean.TRUE.equals(get(field));
    }

    /** Whether the field is present, also with null, which clears it in an edit. */
    public boolean mentions(String name) {
        return values.containsKey(name);
    }

    public boolean mentions(PfaField field) {
        return mentions(field.jsonName());
    }

    /** The names of all fields present, in the given order. */
    public Set<String> names() {
        return values.keySet();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether both have the same value in one field; absent and null are the same. */
    public boolean agreesWith(PfaValues other, String name) {
        return Objects.equals(get(name), other.get(name));
    }

    /** These values overlaid with {@code changes}: the record after an edit. */
    public PfaValues overlaidWith(PfaValues changes) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        merged.putAll(changes.values);
        return new PfaValues(Collections.unmodifiableMap(merged));
    }

    /** Only the fields whose names match. */
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

    /** Names only: values may be money, and this text is logged. */
    @Override
    public String toString() {
        return "PfaValues" + values.keySet();
    }
}
