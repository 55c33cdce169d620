package com.pfavanguard.sync.states;

import com.pfavanguard.sync.event.Timestamps;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer around events that are JSON already, without parsing them. All other values are ids, positions and
 * names of types, whose alphabets contain nothing that JSON escapes.
 */
final class AnswerJson {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
    private String separator = "{";

    private void name(String name) {
        text(separator + "\"" + name + "\":");
        separator = ",";
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    AnswerJson string(String name, @Nullable String value) {
        name(name);
        text(value == null ? "null" : "\"" + value + "\"");
        return this;
    }

    AnswerJson bool(String name, boolean value) {
        name(name);
        text(Boolean.toString(value));
        return this;
    }

    /** @param millis 0 is written as null */
    AnswerJson moment(String name, long millis) {
        return string(name, millis == 0 ? null : Timestamps.format(Instant.ofEpochMilli(millis)));
    }

    AnswerJson counts(String name, Map<String, Integer> counts) {
        name(name);
        String before = "{";
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            text(before + "\"" + each.getKey() + "\":" + each.getValue());
            before = ",";
        }
        text(counts.isEmpty() ? "{}" : "}");
        return this;
    }

    AnswerJson events(String name, List<byte[]> events) {
        name(name);
        out.write('[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(events.get(i));
        }
        out.write(']');
        return this;
    }

    byte[] end() {
        out.write('}');
        return out.toByteArray();
    }
}
