package com.pfavanguard.sync.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Free text inside events: made fit for UTF-8 and for a screen, instead of losing the event over it. */
class TextsTests {

    private static final EventId EVENT_ID = EventId.ofBrokerMessage(1, 2);
    private static final PfaId PFA_ID = new PfaId("PFA-1");

    private final SyncEventJson json = new SyncEventJson();

    @Test
    void anErrorOf500CharactersStaysWhole() {
        String error = "x".repeat(500);

        assertThat(failed(error).error()).isEqualTo(error);
    }

    @Test
    void anErrorOf10000CharactersIsCutTo500WithAnEllipsis() {
        SyncFailed failed = failed("x".repeat(10_000));

        assertThat(failed.error()).hasSize(500).isEqualTo("x".repeat(499) + "…");
    }

    @Test
    void anErrorOf10000CharactersFromAForeignProducerIsCutToo() throws Exception {
        byte[] body = new String(ExampleEvents.file("sync-failed"), UTF_8)
                .replace("PEMS service unavailable", "x".repeat(10_000))
                .getBytes(UTF_8);

        SyncEvent read = json.decode(body, null, EVENT_ID);

        assertThat(((SyncFailed) read).error()).hasSize(500).endsWith("x…");
    }

    @ParameterizedTest
    @ValueSource(ints = {496, 497, 498, 499})
    void aCutNeverSplitsASurrogatePair(int before) {
        SyncFailed failed = failed("x".repeat(before) + "🏗".repeat(10));

        assertThat(failed.error()).hasSizeBetween(499, 500).endsWith("…");
        assertThat(failed.error().getBytes(UTF_8)).asString(UTF_8).isEqualTo(failed.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udfff", "\udc00\ud800"})
    void unpairedSurrogatesBecomeReplacementCharacters(String unpaired) {
        SyncFailed failed = failed("a" + unpaired + "🏗");
        SyncConflict conflict = new SyncConflict(
                EVENT_ID, ExampleEvents.ORG_ANDES, PFA_ID, Instant.EPOCH, "c", List.of("field" + unpaired));

        String replaced = "\ufffd".repeat(unpaired.length());
        assertThat(failed.error()).isEqualTo("a" + replaced + "🏗");
        assertThat(conflict.conflictingFields()).containsExactly("field" + replaced);
    }

    @Test
    void unpairedSurrogatesFromAForeignProducerBecomeReplacementCharacters() throws Exception {
        byte[] body = new String(ExampleEvents.file("sync-failed"), UTF_8)
                .replace("PEMS service unavailable", "\\ud83c down \\udfd7")
                .getBytes(UTF_8);

        SyncEvent read = json.decode(body, null, EVENT_ID);

        assertThat(((SyncFailed) read).error()).isEqualTo("\ufffd down \ufffd");
        assertThat(json.encode(read)).asString(UTF_8).contains("\"\ufffd down \ufffd\"");
    }

    @Test
    void conflictingFieldsCannotBeChangedFromOutside() {
        List<String> fields = new ArrayList<>(List.of("forecastEnd"));
        SyncConflict conflict = new SyncConflict(EVENT_ID, ExampleEvents.ORG_ANDES, PFA_ID, Instant.EPOCH, "c", fields);

        fields.add("monthlyRate");

        assertThat(conflict.conflictingFields()).containsExactly("forecastEnd");
    }

    private static SyncFailed failed(String error) {
        return new SyncFailed(EVENT_ID, ExampleEvents.ORG_ANDES, PFA_ID, Instant.EPOCH, error, 0);
    }
}
