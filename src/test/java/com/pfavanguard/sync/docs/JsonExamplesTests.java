package com.pfavanguard.sync.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.contract.MessageCheck;
import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.ExampleEvents;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.event.SyncEventType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every JSON example of the pages can be read, and those that are messages of the stream are as the contract has them. */
class JsonExamplesTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final EventId NO_FALLBACK = EventId.ofBrokerMessage(1, 0);

    private static final Set<String> EVENT_TYPES =
            Arrays.stream(SyncEventType.values()).map(Enum::name).collect(Collectors.toSet());
    private static final Set<String> TOKEN_MESSAGES = Set.of("TOKEN_EXPIRING", "AUTH_REFRESHED", "AUTH_REFRESH_FAILED");

    /** One JSON value of a page; a block of code may hold several, one after the other. */
    record Example(Page page, int line, JsonNode value) {

        @Override
        public String toString() {
            return page + ":" + line + " " + value.path("type").asString("");
        }
    }

    static Stream<Example> examples() {
        return Pages.all().stream()
                .flatMap(page -> page.codeBlocks("json").stream()
                        .flatMap(block -> read(block.text(), page + ":" + block.line()).stream()
                                .map(value -> new Example(page, block.line(), value))));
    }

    /** Events in code of other languages, such as that of a STOMP frame. */
    static Stream<Example> eventsInOtherCode() {
        return Pages.all().stream()
                .flatMap(page -> page.codeBlocks().stream()
                        .filter(block -> !block.language().equals("json"))
                        .flatMap(block -> block.text()
                                .lines()
                                .filter(line -> line.startsWith("{\"type\":\"SYNC_"))
                                .map(line -> new Example(
                                        page,
                                        block.line(),
                                        JSON.readTree(line.substring(0, line.lastIndexOf('}') + 1))))));
    }

    private static List<JsonNode> read(String text, String where) {
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
            return values.readAll();
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @MethodSource({"examples", "eventsInOtherCode"})
    void aMessageIsAsTheContractHasIt(Example example) throws Exception {
        JsonNode value = example.value();
        String type = value.path("type").asString("");

        if (EVENT_TYPES.contains(type)) {
            assertThat(rewritten(value)).isEqualTo(value);
        } else if (type.equals("CONNECTED")) {
            assertThat(greeting(value)).isEqualTo(value);
        } else if (type.equals("SNAPSHOT") || type.equals("HEARTBEAT")) {
            assertThat(MessageCheck.checked(value)).isEqualTo(value);
        } else if (type.startsWith("STREAM_")) {
            assertThat(ExampleEvents.NOTICES.stream()
                            .map(name -> JSON.readTree(ExampleEvents.file(name))
                                    .path("type")
                                    .asString()))
                    .contains(type);
        } else if (TOKEN_MESSAGES.contains(type)) {
            assertThat(value.propertyNames())
                    .containsExactly("type", "organizationId", "timestamp", "expiresAt", "eventId");
        } else {
            assertThat(type).matches("|/docs/errors#[A-Z_]+");
        }
    }

    @Test
    void thePageOfEventsHasEveryExampleFile() {
        List<JsonNode> shown = Pages.page("src/docs/reference/events.md").codeBlocks("json").stream()
                .flatMap(block -> read(block.text(), "events.md").stream())
                .toList();

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                ExampleEvents.SYNC_EVENTS.keySet(),
                                ExampleEvents.GREETINGS.keySet(),
                                ExampleEvents.NOTICES)
                        .flatMap(Set::stream)
                        .map(name -> JSON.readTree(ExampleEvents.file(name)))
                        .toList());
    }

    // What the gateway makes of it: it drops unknown fields and throws for faults. If the example has no id, which
    // producers may leave out, the id given instead is removed again.
    private static JsonNode rewritten(JsonNode event) throws Exception {
        SyncEventJson json = new SyncEventJson();
        byte[] body = JSON.writeValueAsBytes(event);
        ObjectNode rewritten = (ObjectNode) JSON.readTree(json.encode(json.decode(body, null, NO_FALLBACK)));
        if (!event.has("eventId")) {
            rewritten.remove("eventId");
        }
        return rewritten;
    }

    private static JsonNode greeting(JsonNode shown) {
        Connected greeting = new Connected(
                new OrganizationId(shown.path("organizationId").asString()),
                Instant.parse(shown.path("timestamp").asString()),
                new EventId(shown.path("eventId").asString()),
                shown.has("recovered") ? shown.path("recovered").booleanValue() : null);
        return JSON.readTree(new String(new SyncEventJson().encode(greeting), UTF_8));
    }
}
