package com.pfavanguard.sync.contract;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the JSON Schema files (draft 2020-12) from the schemas of the AsyncAPI document. */
final class SchemaFiles {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String IN_ASYNC_API = "#/components/schemas/";

    private SchemaFiles() {}

    /** Everything that a client may get. */
    static String events(JsonNode asyncApi) {
        return file(asyncApi, "Message", "events", "Messages of the stream, as clients get them", "SyncEvent");
    }

    /** Everything that a producer may send. */
    static String publishedEvents(JsonNode asyncApi) {
        return file(asyncApi, "PublishedEvent", "published-events", "Events, as producers send them");
    }

    private static String file(JsonNode asyncApi, String root, String id, String title, String... more) {
        JsonNode schemas = asyncApi.at("/components/schemas");
        Set<String> needed = new LinkedHashSet<>();
        collect(schemas, root, needed);
        for (String name : more) {
            collect(schemas, name, needed);
        }
        ObjectNode file = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put(
                        "$id",
                        "urn:pfa-vanguard:" + id + ":"
                                + asyncApi.at("/info/version").asString())
                .put("title", title)
                .put("$comment", "Made from /asyncapi.yaml.")
                .put("$ref", IN_ASYNC_API + root);
        ObjectNode definitions = file.putObject("$defs");
        schemas.propertyNames().stream()
                .filter(needed::contains)
                .forEach(name -> definitions.set(name, schemas.get(name)));
        return pretty(JSON.readTree(JSON.writeValueAsString(file).replace(IN_ASYNC_API, "#/$defs/")));
    }

    private static void collect(JsonNode schemas, String name, Set<String> names) {
        if (names.add(name)) {
            Contract.everywhere(schemas.get(name), "$ref")
                    .forEach(reference ->
                            collect(schemas, reference.asString().substring(IN_ASYNC_API.length()), names));
        }
    }

    /** JSON for people, the same bytes on every machine. */
    static String pretty(JsonNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        return JSON.writer().with(printer).writeValueAsString(node) + "\n";
    }
}
