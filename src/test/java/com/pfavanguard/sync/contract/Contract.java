package com.pfavanguard.sync.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contract's documents in the tree, as the gateway serves them. */
public final class Contract {

    static final Path SERVED = Path.of("src/main/resources/static");
    static final Path ASYNC_API = SERVED.resolve("asyncapi.yaml");
    static final Path OPEN_API = SERVED.resolve("openapi.json");
    static final Path EVENTS = SERVED.resolve("schema/events.json");
    static final Path PUBLISHED_EVENTS = SERVED.resolve("schema/published-events.json");

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    // In OpenAPI, formats describe: a date without a time is taken where date-time stands.
    private static final SchemaRegistry WITHOUT_FORMATS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Contract() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode asyncApi() {
        return yaml(text(ASYNC_API));
    }

    static JsonNode yaml(String text) {
        Object document = new Yaml().load(text);
        return JSON.valueToTree(document);
    }

    public static JsonNode openApi() {
        return JSON.readTree(text(OPEN_API));
    }

    static JsonNode json(Path file) {
        return JSON.readTree(text(file));
    }

    /** A definition of one of the schema files, such as {@code SyncQueued}. */
    static Schema schema(Path file, String name) {
        return schema((ObjectNode) json(file), "#/$defs/" + name);
    }

    /**
     * A schema inside of a document, which may refer to the others of its document.
     *
     * @param reference as the document writes it: below {@code #/$defs/} or {@code #/components/schemas/}
     */
    static Schema schema(ObjectNode document, String reference) {
        JsonNode definitions = document.has("$defs") ? document.get("$defs") : document.at("/components/schemas");
        ObjectNode whole = JSON.createObjectNode().put("$ref", reference);
        whole.set("$defs", definitions);
        whole = (ObjectNode) JSON.readTree(JSON.writeValueAsString(whole).replace("#/components/schemas/", "#/$defs/"));
        return (document.has("openapi") ? WITHOUT_FORMATS : SCHEMAS).getSchema(whole);
    }

    /** What is wrong with a value; empty if it is as the schema says. */
    static List<String> faults(Schema schema, JsonNode value) {
        return schema.validate(value).stream().map(Object::toString).toList();
    }

    /** Follows a reference within the document, if the node is one. */
    static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    /** The values of the member {@code name} of all objects of a tree, at any depth. */
    static Stream<JsonNode> everywhere(JsonNode node, String name) {
        List<JsonNode> found = new ArrayList<>();
        if (node.has(name)) {
            found.add(node.get(name));
        }
        Stream<JsonNode> below =
                node.isObject() ? node.properties().stream().map(Map.Entry::getValue) : node.valueStream();
        return Stream.concat(found.stream(), below.flatMap(child -> everywhere(child, name)));
    }
}
