package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.ExampleEvents;
import com.pfavanguard.sync.gateway.CloseCode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The AsyncAPI document agrees with the close codes, the example files and itself. */
class AsyncApiTests {

    private static final JsonNode DOCUMENT = Contract.asyncApi();

    @Test
    void hasEveryCloseCode() {
        List<JsonNode> expected =
                Arrays.stream(CloseCode.values()).map(AsyncApiTests::described).toList();

        assertThat(DOCUMENT.get("x-close-codes").valueStream()).containsExactlyElementsOf(expected);
    }

    private static JsonNode described(CloseCode code) {
        ObjectNode described = JsonMapper.shared()
                .createObjectNode()
                .put("code", code.code())
                .put("name", code.name())
                .put("reason", code.reason())
                .put("reconnect", code.comeBack());
        return code.comeBack() ? described.put("waitSeconds", (int) code.after().toSeconds()) : described;
    }

    @Test
    void showsEveryExampleFile() {
        Set<JsonNode> shown = DOCUMENT.at("/channels/plainEvents/messages")
                .valueStream()
                .map(AsyncApiTests::resolved)
                .filter(message -> !message.get("name").asString().equals("AUTH_REFRESH"))
                .flatMap(message -> message.get("examples").valueStream())
                .map(example -> example.get("payload"))
                .collect(Collectors.toSet());
        Set<JsonNode> files = EventSchemaTests.FILES.stream()
                .map(file -> JsonMapper.shared().readTree(ExampleEvents.file(file)))
                .collect(Collectors.toSet());

        assertThat(shown).isEqualTo(files);
    }

    @Test
    void everyMessageHasExamplesAndTheyAreAsItsSchemasSay() {
        DOCUMENT.at("/components/messages").properties().forEach(message -> {
            JsonNode examples = message.getValue().path("examples");
            assertThat(examples).as(message.getKey()).isNotEmpty();
            for (JsonNode example : examples) {
                check(message.getKey() + " payload", message.getValue().get("payload"), example.get("payload"));
                if (example.has("headers")) {
                    check(message.getKey() + " headers", message.getValue().get("headers"), example.get("headers"));
                }
            }
        });
    }

    private static void check(String what, JsonNode schema, JsonNode value) {
        ObjectNode document = (ObjectNode) DOCUMENT.deepCopy();
        ((ObjectNode) document.at("/components/schemas")).set("Checked", schema);
        assertThat(Contract.faults(Contract.schema(document, "#/components/schemas/Checked"), value))
                .as(what)
                .isEmpty();
    }

    /** Finds typing errors, such as a comma that ends a text in YAML's short notation. */
    @Test
    void schemasHaveKnownKeywordsOnly() {
        Set<String> known = Set.of(
                "type",
                "description",
                "required",
                "properties",
                "items",
                "pattern",
                "format",
                "const",
                "enum",
                "oneOf",
                "minimum",
                "maximum",
                "minLength",
                "maxLength",
                "maxItems",
                "examples",
                "$ref");
        Contract.everywhere(DOCUMENT.get("components"), "properties")
                .forEach(properties -> properties
                        .properties()
                        .forEach(property -> assertThat(known)
                                .as(property.getKey())
                                .containsAll(property.getValue().propertyNames())));
        DOCUMENT.at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(known)
                        .as(schema.getKey())
                        .containsAll(schema.getValue().propertyNames()));
    }

    @Test
    void bothProtocolsCarryTheSameMessages() {
        Set<String> fromClients = Set.of("authRefresh", "subscribe", "unsubscribe");
        Set<String> plain =
                new TreeSet<>(DOCUMENT.at("/channels/plainEvents/messages").propertyNames());
        Set<String> stomp =
                new TreeSet<>(DOCUMENT.at("/channels/stompEvents/messages").propertyNames());
        plain.removeAll(fromClients);
        stomp.removeAll(fromClients);

        assertThat(plain).hasSameSizeAs(DOCUMENT.at("/components/schemas/Message/oneOf"));
        // STOMP has its own.
        assertThat(plain.remove("heartbeat")).isTrue();
        assertThat(plain).isEqualTo(stomp);
    }

    /** A message of a channel needs an operation, which says who sends it. */
    @Test
    void everyMessageOfAChannelIsInAnOperation() {
        Set<String> inOperations = DOCUMENT.get("operations")
                .valueStream()
                .flatMap(operation -> operation.get("messages").valueStream())
                .map(message -> message.get("$ref").asString())
                .collect(Collectors.toSet());
        Set<String> inChannels = new HashSet<>();
        DOCUMENT.get("channels")
                .properties()
                .forEach(channel -> channel.getValue()
                        .get("messages")
                        .propertyNames()
                        .forEach(name -> inChannels.add("#/channels/" + channel.getKey() + "/messages/" + name)));

        assertThat(inOperations).isEqualTo(inChannels);
    }

    private static JsonNode resolved(JsonNode node) {
        return Contract.resolved(DOCUMENT, node);
    }
}
