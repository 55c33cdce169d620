package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document leaves nothing out: summaries, descriptions, examples, headers, required fields. */
class OpenApiTests {

    private static final JsonNode DOCUMENT = Contract.openApi();

    record Operation(String where, JsonNode node) {

        @Override
        public String toString() {
            return where;
        }
    }

    static Stream<Operation> operations() {
        return DOCUMENT.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(method.getKey() + " " + path.getKey(), method.getValue())));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationIsDescribed(Operation operation) {
        JsonNode node = operation.node();

        assertThat(node.path("summary").asString("")).endsWith(".");
        assertThat(node.path("tags")).hasSize(1);
        node.path("parameters")
                .forEach(parameter -> assertThat(parameter.path("description").asString(""))
                        .as(parameter.get("name").asString())
                        .isNotEmpty());
        node.get("responses").properties().forEach(response -> {
            Set<String> headers =
                    new TreeSet<>(response.getValue().path("headers").propertyNames());
            switch (response.getKey()) {
                case "401" -> assertThat(headers).contains("WWW-Authenticate");
                case "503" -> assertThat(headers).contains("Retry-After");
                case "429" -> assertThat(headers).contains("Retry-After", "RateLimit-Limit");
                default -> {}
            }
            if (response.getKey().startsWith("2")) {
                assertThat(headers).contains("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theExamplesAreAsTheSchemasSay(Operation operation) {
        List<JsonNode> contents = new ArrayList<>();
        contents.add(operation.node().at("/requestBody/content"));
        operation.node().get("responses").forEach(response -> contents.add(response.path("content")));

        contents.stream().flatMap(JsonNode::valueStream).forEach(content -> {
            assertThat(content.has("example")).isTrue();
            assertThat(Contract.faults(
                            Contract.schema(
                                    (ObjectNode) DOCUMENT,
                                    content.at("/schema/$ref").asString()),
                            content.get("example")))
                    .isEmpty();
        });
    }

    @Test
    void everyFieldIsDescribed() {
        DOCUMENT.at("/components/schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .properties()
                        .forEach(property -> {
                            String where = schema.getKey() + "." + property.getKey();
                            // domain.md, "PFA fields", has the fields of a record; counts and types say what they are
                            // by name.
                            if (!schema.getKey().startsWith("Pfa")
                                    && !property.getValue().has("$ref")
                                    && !where.endsWith(".type")) {
                                assertThat(property.getValue()
                                                .path("description")
                                                .asString(""))
                                        .as(where)
                                        .isNotEmpty();
                            }
                        }));
    }

    @Test
    void tokensAreAlwaysDescribed() {
        assertThat(DOCUMENT.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
        assertThat(DOCUMENT.at("/security/0").propertyNames()).containsExactly("token");
    }
}
