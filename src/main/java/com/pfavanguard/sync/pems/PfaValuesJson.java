package com.pfavanguard.sync.pems;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Reads and writes {@link PfaValues} as a JSON object. Reads numbers exactly: money must not pass through a {@code
 * double}.
 */
final class PfaValuesJson {

    private PfaValuesJson() {}

    static final class Writer extends StdSerializer<PfaValues> {

        Writer() {
            super(PfaValues.class);
        }

        @Override
        public void serialize(PfaValues values, JsonGenerator json, SerializationContext context) {
            write(values.asMap(), json);
        }

        private static void write(@Nullable Object value, JsonGenerator json) {
            if (value == null) {
                json.writeNull();
            } else if (value instanceof String text) {
                json.writeString(text);
            } else if (value instanceof BigDecimal number) {
                json.writeNumber(number);
            } else if (value instanceof Boolean bool) {
                json.writeBoolean(bool);
            } else if (value instanceof Instant moment) {
                json.writeString(PfaDates.format(moment));
            } else if (value instanceof List<?> items) {
                json.writeStartArray();
                items.forEach(item -> write(item, json));
                json.writeEndArray();
            } else if (value instanceof Map<?, ?> members) {
                json.writeStartObject();
                members.forEach((name, member) -> {
                    json.writeName(String.valueOf(name));
                    write(member, json);
                });
                json.writeEndObject();
            }
        }
    }

    static final class Reader extends StdDeserializer<PfaValues> {

        Reader() {
            super(PfaValues.class);
        }

        @Override
        public PfaValues deserialize(JsonParser json, DeserializationContext context) {
            if (!json.isExpectedStartObjectToken()) {
                return context.reportInputMismatch(this, "Field values must be one JSON object");
            }
            try {
                return PfaValues.of(object(json));
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(this, "%s", e.getMessage());
            }
        }

        private static Map<String, @Nullable Object> object(JsonParser json) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                members.put(name, value(json));
            }
            return members;
        }

        private static List<@Nullable Object> array(JsonParser json) {
            List<@Nullable Object> items = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(json));
            }
            return items;
        }

        private static @Nullable Object value(JsonParser json) {
            return switch (json.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
                case START_OBJECT -> object(json);
                case START_ARRAY -> array(json);
                case VALUE_NULL -> null;
                default -> json.getString();
            };
        }
    }
}
