package com.pfavanguard.sync.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Shows a JSON Schema as a table: one row for each property. References become links to {@code #schema-<name>}, on the
 * same page or, for messages, on the page of their schemas, so that each schema is shown once.
 */
final class SchemaTable {

    private static final Set<String> OF_MESSAGES = Stream.of(Contract.EVENTS, Contract.PUBLISHED_EVENTS)
            .flatMap(file -> Contract.json(file).get("$defs").propertyNames().stream())
            .collect(Collectors.toSet());

    private SchemaTable() {}

    /** Whether the page of the messages' schemas shows it. */
    static boolean isOfMessages(String name) {
        return OF_MESSAGES.contains(name);
    }

    static void add(Html page, JsonNode schema) {
        if (schema.has("description")) {
            page.markdown(schema.get("description").asString());
        }
        if (schema.has("properties")) {
            List<String> required = schema.path("required")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            page.table("Field", "Type", "Present", "Meaning");
            schema.get("properties")
                    .properties()
                    .forEach(property -> page.row(
                            Html.code(property.getKey()),
                            type(property.getValue()),
                            required.contains(property.getKey()) ? "always" : "",
                            Html.inline(property.getValue().path("description").asString(""))));
            page.endTable();
        } else {
            page.raw("<p>" + type(schema) + "</p>\n");
        }
    }

    /** A type in words and code, such as {@code text, up to 100 characters}. */
    static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return link(schema);
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return schema.get(choice).valueStream().map(SchemaTable::type).collect(Collectors.joining(" or "));
            }
        }
        List<String> parts = new ArrayList<>();
        if (schema.has("const")) {
            parts.add(Html.code(schema.get("const").asString()));
        } else if (schema.has("enum")) {
            parts.add(schema.get("enum")
                    .valueStream()
                    .map(value -> Html.code(value.isNull() ? "null" : value.asString()))
                    .collect(Collectors.joining(", ")));
        } else if (schema.has("items")) {
            parts.add("list of " + type(schema.get("items")));
        } else if (schema.path("type").isArray()) {
            parts.add(schema.get("type").valueStream().map(JsonNode::asString).collect(Collectors.joining(" or ")));
        } else {
            parts.add(schema.path("type").asString("any value"));
        }
        bound(schema, "format", "", parts);
        bound(schema, "pattern", "matches ", parts);
        bound(schema, "minimum", "from ", parts);
        bound(schema, "maximum", "to ", parts);
        bound(schema, "minLength", "characters from ", parts);
        bound(schema, "maxLength", "characters to ", parts);
        bound(schema, "minItems", "elements from ", parts);
        bound(schema, "maxItems", "elements to ", parts);
        bound(schema, "default", "if left out ", parts);
        return String.join(", ", parts);
    }

    private static void bound(JsonNode schema, String keyword, String words, List<String> parts) {
        if (schema.has(keyword)) {
            parts.add(words + Html.code(schema.get(keyword).asString()));
        }
    }

    private static String link(JsonNode schema) {
        String reference = schema.get("$ref").asString();
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        return "<a href=\"%1$s#schema-%2$s\">%2$s</a>"
                .formatted(isOfMessages(name) ? "schema" : "", Html.escaped(name));
    }
}
