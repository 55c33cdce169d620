package com.pfavanguard.sync.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * The members of one JSON object. A value is a {@link String}, an {@link Integer} for a whole number of 32 bits, a
 * {@link List}, {@link JsonFields}, or a placeholder for any other value. A member that is {@code null} is left out.
 */
final class JsonFields {

    /** Names that poison JavaScript objects. */
    private static final Set<String> FORBIDDEN = Set.of("__proto__", "constructor", "prototype");

    private static final Object SOMETHING_ELSE = new Object();

    // An event has five or six members, its details one to three.
    private String[] names = new String[8];
    private @Nullable Object[] values = new Object[8];
    private int size;

    private JsonFields() {}

    /**
     * One JSON value, read to the end of the input.
     *
     * @param value {@code null} if the input is empty or {@code null}
     * @param forbiddenName the name of a member, at any depth, that events must not have; {@code null} if there is none
     */
    record Reading(@Nullable Object value, @Nullable String forbiddenName) {}

    /**
     * @param parser at its beginning; limits the depth
     * @throws tools.jackson.core.JacksonException if the input is not exactly one JSON value
     */
    static Reading read(JsonParser parser) {
        Reader reader = new Reader(parser);
        JsonToken first = parser.nextToken();
        Object value = first == null ? null : reader.value(first);
        if (parser.nextToken() != null) {
            throw new StreamReadException(parser, "More than one value");
        }
        return new Reading(value, reader.forbiddenName);
    }

    /** The value of a member; {@code null} if there is no such member. */
    @Nullable Object get(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    private void add(String name, Object value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
    }

    private static final class Reader {

        private final JsonParser parser;
        private @Nullable String forbiddenName;

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        /** @param token the value's first token, which the parser has just read */
        @Nullable Object value(JsonToken token) {
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> list();
                // Also decodes strings that are not used: only decoding shows that they are UTF-8.
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : SOMETHING_ELSE;
                case VALUE_NULL -> null;
                default -> SOMETHING_ELSE;
            };
        }

        private JsonFields object() {
            JsonFields fields = new JsonFields();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (FORBIDDEN.contains(name)) {
                    forbiddenName = name;
                }
                Object value = value(parser.nextToken());
                if (value != null) {
                    fields.add(name, value);
                }
            }
            return fields;
        }

        private List<Object> list() {
            List<Object> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                Object item = value(token);
                items.add(item == null ? SOMETHING_ELSE : item);
            }
            return items;
        }
    }
}
