package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.ExampleEvents;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.event.SyncEventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of messages agree with the event records, with what the gateway takes and with the example files. */
class EventSchemaTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SyncEventJson EVENTS = new SyncEventJson();
    private static final EventId FALLBACK = EventId.ofBrokerMessage(1, 0);

    static final List<String> FILES = Stream.of(
                    ExampleEvents.SYNC_EVENTS.keySet(), ExampleEvents.GREETINGS.keySet(), ExampleEvents.NOTICES)
            .flatMap(Set::stream)
            .sorted()
            .toList();

    static List<String> files() {
        return FILES;
    }

    static List<String> eventFiles() {
        return ExampleEvents.SYNC_EVENTS.keySet().stream().sorted().toList();
    }

    private static JsonNode example(String file) {
        return JSON.readTree(ExampleEvents.file(file));
    }

    /** The name of the schema of a type: {@code SyncQueued} of {@code SYNC_QUEUED}. */
    static String schemaOf(String type) {
        return Arrays.stream(type.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("files")
    void anExampleIsAsTheSchemaSaysAndWithoutARequiredFieldIsNot(String file) {
        JsonNode example = example(file);
        Schema schema =
                Contract.schema(Contract.EVENTS, schemaOf(example.get("type").asString()));

        assertThat(Contract.faults(schema, example)).isEmpty();
        assertThat(Contract.faults(Contract.schema(Contract.EVENTS, "Message"), example))
                .isEmpty();

        JsonNode required = Contract.json(Contract.EVENTS)
                .at("/$defs/" + schemaOf(example.get("type").asString()) + "/required");
        assertThat(required).isNotEmpty();
        for (JsonNode name : required) {
            ObjectNode incomplete = (ObjectNode) example.deepCopy();
            incomplete.remove(name.asString());
            assertThat(Contract.faults(schema, incomplete)).as(name.asString()).isNotEmpty();
        }
    }

    /** Over all examples of a type: a property that is always there is required, and there is no other property. */
    @Test
    void theSchemasHaveTheFieldsOfTheRecordsAndNoOthers() {
        Map<String, Set<String>> always = new HashMap<>();
        Map<String, Set<String>> ever = new HashMap<>();
        FILES.forEach(file -> {
            JsonNode example = example(file);
            String type = schemaOf(example.get("type").asString());
            count(type, example, always, ever);
            if (example.has("details")) {
                count(type + ".details", example.get("details"), always, ever);
            }
        });
        // Absent only if the gateway asks for no tokens.
        Stream.of("AuthRefreshed", "AuthRefreshFailed")
                .forEach(type -> always.get(type).remove("expiresAt"));

        JsonNode document = Contract.json(Contract.EVENTS);
        ever.forEach((type, names) -> {
            String[] path = type.split("\\.");
            JsonNode schema = document.at("/$defs/" + path[0]);
            if (path.length > 1) {
                schema = Contract.resolved(document, schema.at("/properties/details"));
            }
            assertThat(schema.get("properties").propertyNames()).as(type).containsExactlyInAnyOrderElementsOf(names);
            assertThat(schema.get("required").valueStream().map(JsonNode::asString))
                    .as(type)
                    .containsExactlyInAnyOrderElementsOf(always.get(type));
        });
    }

    private static void count(
            String type, JsonNode object, Map<String, Set<String>> always, Map<String, Set<String>> ever) {
        Set<String> names = new HashSet<>(object.propertyNames());
        always.computeIfAbsent(type, first -> new HashSet<>(names)).retainAll(names);
        ever.computeIfAbsent(type, first -> new HashSet<>()).addAll(names);
    }

    @ParameterizedTest
    @EnumSource(SyncEventType.class)
    void everyTypeHasExamplesAndIsInBothLists(SyncEventType type) {
        assertThat(eventFiles().stream().map(file -> example(file).get("type").asString()))
                .contains(type.name());
        assertThat(members(Contract.EVENTS, "SyncEvent")).contains(schemaOf(type.name()));
        assertThat(members(Contract.PUBLISHED_EVENTS, "PublishedEvent")).contains("Published" + schemaOf(type.name()));
    }

    @Test
    void theListsHaveNothingElse() {
        Set<String> types = FILES.stream()
                .map(file -> schemaOf(example(file).get("type").asString()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(members(Contract.EVENTS, "SyncEvent")).hasSize(SyncEventType.values().length);
        assertThat(members(Contract.PUBLISHED_EVENTS, "PublishedEvent")).hasSize(SyncEventType.values().length);
        assertThat(new TreeSet<>(members(Contract.EVENTS, "Message"))).isEqualTo(types);
    }

    private static List<String> members(java.nio.file.Path file, String union) {
        return Contract.json(file)
                .at("/$defs/" + union + "/oneOf")
                .valueStream()
                .map(member -> member.get("$ref").asString().substring("#/$defs/".length()))
                .toList();
    }

    @Test
    void idsAreAsTheRecordsCheckThem() {
        JsonNode definitions = Contract.json(Contract.EVENTS).get("$defs");

        assertThat(definitions.at("/OrganizationId/pattern").asString()).isEqualTo("^" + OrganizationId.SYNTAX + "$");
        assertThat(definitions.at("/PfaId/pattern").asString()).isEqualTo("^" + PfaId.SYNTAX + "$");
        assertThat(definitions.at("/EventId/pattern").asString()).isEqualTo("^" + EventId.SYNTAX + "$");
        assertThat(definitions
                        .at("/ConflictDetails/properties/conflictId/pattern")
                        .asString())
                .isEqualTo("^" + EventId.SYNTAX + "$");
    }

    /**
     * Thousands of damaged events: what the schema for producers allows, the gateway takes, and what it makes of it is as
     * the schema for clients says.
     */
    @ParameterizedTest
    @MethodSource("eventFiles")
    void whatTheSchemaAllowsTheGatewayTakes(String file) {
        ObjectNode original = (ObjectNode) example(file);
        Schema published = Contract.schema(Contract.PUBLISHED_EVENTS, "PublishedEvent");
        Schema received = Contract.schema(Contract.EVENTS, "SyncEvent");
        Random random = new Random(file.hashCode());
        int allowed = 0;
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            ObjectNode damaged = damaged(original, random);
            if (Contract.faults(published, damaged).isEmpty()) {
                allowed++;
                JsonNode sent = JSON.readTree(EVENTS.encode(taken(damaged)));
                assertThat(Contract.faults(received, sent)).as(sent.toString()).isEmpty();
            } else {
                refused++;
            }
        }
        assertThat(allowed).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private static SyncEvent taken(JsonNode event) {
        try {
            return EVENTS.decode(JSON.writeValueAsBytes(event), null, FALLBACK);
        } catch (InvalidSyncEventException e) {
            throw new AssertionError("The schema allows " + event + ", the gateway does not: " + e.getMessage(), e);
        }
    }

    private static ObjectNode damaged(ObjectNode original, Random random) {
        ObjectNode damaged = original.deepCopy();
        ObjectNode place =
                damaged.has("details") && random.nextBoolean() ? (ObjectNode) damaged.get("details") : damaged;
        List<String> names = new ArrayList<>(place.propertyNames());
        names.add("somethingNew");
        names.add("details");
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(5) == 0) {
            place.remove(name);
        } else {
            place.set(name, value(original, random));
        }
        return damaged;
    }

    private static JsonNode value(ObjectNode original, Random random) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(16)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextInt());
            case 3 -> json.numberNode(random.nextInt(20));
            case 4 -> json.numberNode(random.nextLong());
            case 5 -> json.numberNode(random.nextInt(100) + 0.5);
            case 6 -> json.stringNode("");
            case 7 -> json.stringNode(" ");
            case 8 -> json.stringNode("x".repeat(random.nextInt(700)));
            case 9 -> json.stringNode("x".repeat(60 + random.nextInt(10)));
            case 10 -> json.stringNode("it's über.all");
            case 11 ->
                json.stringNode(List.of(
                                "2026-03-04T09:15:02Z",
                                "2026-03-04T09:15:02.123456789Z",
                                "1969-12-31T23:59:59Z",
                                "2026-02-30T09:15:02Z",
                                "2026-03-04T25:15:02Z",
                                "2026-03-04T09:15:02+01:00",
                                "2026-03-04",
                                "9999-12-31T23:59:59.999Z")
                        .get(random.nextInt(8)));
            case 12 -> json.stringNode(SyncEventType.values()[random.nextInt(SyncEventType.values().length)].name());
            case 13 -> json.arrayNode().add("x".repeat(random.nextInt(70))).add("model");
            case 14 -> json.arrayNode().add(random.nextInt());
            default -> original.has("details") ? original.get("details").deepCopy() : json.objectNode();
        };
    }
}
