package com.pfavanguard.sync.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the contract, held to the example files that clients and documents use too. */
class SyncEventJsonTests {

    private static final EventId FALLBACK = EventId.ofBrokerMessage(4711, 1_772_615_711_511L);

    private final SyncEventJson json = new SyncEventJson();

    static Stream<String> syncEvents() {
        return ExampleEvents.SYNC_EVENTS.keySet().stream().sorted();
    }

    static Stream<String> greetings() {
        return ExampleEvents.GREETINGS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("syncEvents")
    void writesAnEventExactlyAsItsExampleFile(String example) {
        SyncEvent event = ExampleEvents.SYNC_EVENTS.get(example);

        byte[] written = json.encode(event);

        assertThat(written).asString(UTF_8).isEqualTo(new String(ExampleEvents.file(example), UTF_8));
    }

    @ParameterizedTest
    @MethodSource("syncEvents")
    void readsAnExampleFileAsItsEvent(String example) throws Exception {
        byte[] file = ExampleEvents.file(example);

        SyncEvent read = json.decode(file, null, FALLBACK);

        assertThat(read).isEqualTo(ExampleEvents.SYNC_EVENTS.get(example));
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void writesAGreetingExactlyAsItsExampleFile(String example) {
        Connected greeting = ExampleEvents.GREETINGS.get(example);

        byte[] written = json.encode(greeting);

        assertThat(written).asString(UTF_8).isEqualTo(new String(ExampleEvents.file(example), UTF_8));
    }

    @Test
    void everyExampleFileIsTestedAndEveryTypeHasOne() throws Exception {
        Set<String> files = exampleFiles();

        assertThat(files)
                .isEqualTo(Stream.of(syncEvents(), greetings(), ExampleEvents.NOTICES.stream())
                        .flatMap(names -> names)
                        .map(name -> name + ".json")
                        .collect(Collectors.toSet()));
        assertThat(ExampleEvents.SYNC_EVENTS.values())
                .extracting(SyncEvent::type)
                .contains(SyncEventType.values());
    }

    @Test
    void saysThatAGreetingRecoveredNothing() {
        Connected greeting = new Connected(ExampleEvents.ORG_ANDES, Instant.EPOCH, FALLBACK, false);

        String written = new String(json.encode(greeting), UTF_8);

        assertThat(written).endsWith(",\"recovered\":false}");
    }

    @Test
    void dropsWhatTheContractDoesNotName() throws Exception {
        byte[] file = ExampleEvents.file("sync-success");
        ObjectNode chatty = (ObjectNode) new JsonMapper().readTree(file);
        chatty.put("jobId", "write-sync-1").put("password", "secret");
        ((ObjectNode) chatty.get("details")).put("html", "<b>").putNull("resolution");

        byte[] rewritten = json.encode(json.decode(bytes(chatty), null, FALLBACK));

        assertThat(rewritten).isEqualTo(file);
    }

    @Test
    void readsFieldsInAnyOrder() throws Exception {
        ObjectNode event = (ObjectNode) new JsonMapper().readTree(ExampleEvents.file("sync-failed"));
        ObjectNode reversed = new JsonMapper().createObjectNode();
        List<String> names = new ArrayList<>(event.propertyNames());
        Collections.reverse(names);
        names.forEach(name -> reversed.set(name, event.get(name)));

        SyncEvent read = json.decode(bytes(reversed), null, FALLBACK);

        assertThat(read).isEqualTo(ExampleEvents.SYNC_EVENTS.get("sync-failed"));
    }

    @Test
    void takesTheIdentityFromTheBodyWhenTheMessageCarriesNone() throws Exception {
        SyncEvent read = json.decode(ExampleEvents.file("sync-queued"), null, FALLBACK);

        assertThat(read.eventId()).hasToString("8e2f6b14-93d7-4c05-b1aa-7f3c0e5d6218");
    }

    @Test
    void takesTheIdentityFromTheMessageWhenTheBodyCarriesNone() throws Exception {
        EventId envelopeId = new EventId("from-the-message");

        SyncEvent read = json.decode(withoutEventId("sync-queued"), envelopeId, FALLBACK);

        assertThat(read.eventId()).isEqualTo(envelopeId);
    }

    @Test
    void takesTheFallbackIdentityWhenThereIsNoOther() throws Exception {
        SyncEvent read = json.decode(withoutEventId("sync-queued"), null, FALLBACK);

        assertThat(read.eventId()).isEqualTo(FALLBACK);
    }

    @Test
    void acceptsTheSameIdentityTwice() throws Exception {
        SyncEvent event = ExampleEvents.SYNC_EVENTS.get("sync-queued");

        SyncEvent read = json.decode(ExampleEvents.file("sync-queued"), event.eventId(), FALLBACK);

        assertThat(read).isEqualTo(event);
    }

    @Test
    void writesUmlautsAndEmojiAsUtf8() throws Exception {
        SyncFailed failed = (SyncFailed) ExampleEvents.SYNC_EVENTS.get("sync-failed");
        SyncFailed abroad = withError(failed, "Grúa 🏗 fällt aus");

        byte[] written = json.encode(abroad);

        assertThat(written).asString(UTF_8).contains("Grúa 🏗 fällt aus");
        assertThat(json.decode(written, null, FALLBACK)).isEqualTo(abroad);
    }

    private static Set<String> exampleFiles() throws URISyntaxException {
        Path directory = Path.of(
                SyncEventJsonTests.class.getResource("/event/connected.json").toURI());
        return Arrays.stream(directory.getParent().toFile().list()).collect(Collectors.toSet());
    }

    private static byte[] withoutEventId(String example) {
        ObjectNode event = (ObjectNode) new JsonMapper().readTree(ExampleEvents.file(example));
        event.remove("eventId");
        return bytes(event);
    }

    private static SyncFailed withError(SyncFailed event, String error) {
        return new SyncFailed(
                event.eventId(), event.organizationId(), event.pfaId(), event.timestamp(), error, event.retryCount());
    }

    private static byte[] bytes(ObjectNode node) {
        return new JsonMapper().writeValueAsBytes(node);
    }
}
