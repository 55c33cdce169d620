package com.pfavanguard.sync.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Finds what breaks between two versions of a JSON Schema, by the rules of src/docs/reference/contract.md. What the
 * gateway sends may only become narrower, what it takes only wider; new fields are no break, and neither are new values
 * of what the gateway sends.
 */
final class SchemaDiff {

    /** Who writes the value. */
    enum Writer {
        GATEWAY,
        CLIENT
    }

    private static final List<String> LOWER = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER = List.of("maximum", "maxLength", "maxItems", "maxProperties");

    private final JsonNode oldDocument;
    private final JsonNode newDocument;
    private final Writer writer;
    private final List<String> breaks = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaDiff(JsonNode oldDocument, JsonNode newDocument, Writer writer) {
        this.oldDocument = oldDocument;
        this.newDocument = newDocument;
        this.writer = writer;
    }

    /** @param where for the texts */
    static List<String> breaks(
            String where,
            JsonNode oldDocument,
            JsonNode oldSchema,
            JsonNode newDocument,
            JsonNode newSchema,
            Writer writer) {
        SchemaDiff diff = new SchemaDiff(oldDocument, newDocument, writer);
        diff.compare(where, oldSchema, newSchema);
        return diff.breaks;
    }

    private void compare(String where, JsonNode oldNode, JsonNode newNode) {
        JsonNode before = Contract.resolved(oldDocument, oldNode);
        JsonNode after = Contract.resolved(newDocument, newNode);
        // Schemas may contain themselves.
        if (oldNode.has("$ref") && !seen.add(oldNode.get("$ref").asString() + " " + newNode)) {
            return;
        }
        if (List.of("oneOf", "anyOf").stream().anyMatch(union -> before.has(union) || after.has(union))) {
            alternatives(where, before.has("oneOf"), choices(oldNode, before), choices(newNode, after));
            return;
        }
        types(where, before, after);
        values(where, before, after);
        bounds(where, before, after);
        properties(where, before, after);
        if (before.has("items") && after.has("items")) {
            compare(where + "[]", before.get("items"), after.get("items"));
        }
    }

    private void alternatives(String where, boolean open, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        before.forEach((key, choice) -> {
            if (after.containsKey(key)) {
                compare(where, choice, after.get(key));
            } else if (writer == Writer.CLIENT || open) {
                breaks.add(where + ": no longer " + key);
            }
        });
        if (writer == Writer.GATEWAY && !open) {
            after.keySet().stream()
                    .filter(key -> !before.containsKey(key))
                    .forEach(key -> breaks.add(where + ": may now be " + key));
        }
    }

    // By reference or type; a schema without a choice is the only one.
    private static Map<String, JsonNode> choices(JsonNode node, JsonNode resolved) {
        JsonNode union = resolved.has("oneOf") ? resolved.get("oneOf") : resolved.path("anyOf");
        Map<String, JsonNode> choices = new LinkedHashMap<>();
        if (union.isMissingNode()) {
            choices.put(key(node), node);
        } else {
            union.forEach(choice -> choices.put(key(choice), choice));
        }
        return choices;
    }

    private static String key(JsonNode schema) {
        return schema.has("$ref")
                ? schema.get("$ref").asString()
                : schema.path("type").toString();
    }

    private void types(String where, JsonNode before, JsonNode after) {
        Set<String> old = types(before);
        Set<String> now = types(after);
        Set<String> narrow = writer == Writer.GATEWAY ? now : old;
        Set<String> wide = writer == Writer.GATEWAY ? old : now;
        if (!wide.isEmpty() && (narrow.isEmpty() || !wide.containsAll(narrow))) {
            breaks.add(where + ": was " + old + ", is " + now);
        }
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            type.forEach(each -> types.add(each.asString()));
        } else if (!type.isMissingNode()) {
            types.add(type.asString());
        }
        return types;
    }

    private void values(String where, JsonNode before, JsonNode after) {
        List<String> old = values(before);
        List<String> now = values(after);
        if (!now.isEmpty() && old.isEmpty() && writer == Writer.CLIENT) {
            breaks.add(where + ": only " + now + " are taken now");
        }
        old.stream()
                .filter(value -> !now.isEmpty() && !now.contains(value))
                .forEach(value -> breaks.add(where + ": no longer " + value));
        if (before.has("const") && !before.get("const").equals(after.path("const"))) {
            breaks.add(where + ": was always " + before.get("const"));
        }
        for (String keyword : List.of("pattern", "format")) {
            boolean dropped = writer == Writer.CLIENT && !after.has(keyword);
            boolean added = writer == Writer.GATEWAY && !before.has(keyword);
            if (!dropped && !added && !before.path(keyword).equals(after.path(keyword))) {
                breaks.add(where + ": " + keyword + " was " + before.path(keyword) + ", is " + after.path(keyword));
            }
        }
    }

    private static List<String> values(JsonNode schema) {
        return schema.path("enum").valueStream().map(JsonNode::toString).toList();
    }

    private void bounds(String where, JsonNode before, JsonNode after) {
        LOWER.forEach(keyword -> bound(where, keyword, before, after, 1));
        UPPER.forEach(keyword -> bound(where, keyword, before, after, -1));
    }

    // A lower bound is narrower if it is higher, an upper one if it is lower; none is widest.
    private void bound(String where, String keyword, JsonNode before, JsonNode after, int sign) {
        double old = before.has(keyword) ? sign * before.get(keyword).asDouble() : Double.NEGATIVE_INFINITY;
        double now = after.has(keyword) ? sign * after.get(keyword).asDouble() : Double.NEGATIVE_INFINITY;
        if (writer == Writer.GATEWAY ? now < old : now > old) {
            breaks.add(where + ": " + keyword + " was " + before.path(keyword) + ", is " + after.path(keyword));
        }
    }

    private void properties(String where, JsonNode before, JsonNode after) {
        Set<String> required = required(before);
        Set<String> requiredNow = required(after);
        before.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            JsonNode now = after.path("properties").path(name);
            if (now.isMissingNode()) {
                breaks.add(where + "." + name + " is gone");
            } else {
                compare(where + "." + name, property.getValue(), now);
            }
        });
        (writer == Writer.GATEWAY ? required : requiredNow)
                .stream()
                        .filter(name -> !(writer == Writer.GATEWAY ? requiredNow : required).contains(name))
                        .forEach(name -> breaks.add(where + "." + name
                                + (writer == Writer.GATEWAY ? " may be missing now" : " is required now")));
    }

    private static Set<String> required(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path("required").forEach(name -> names.add(name.asString()));
        return names;
    }
}
