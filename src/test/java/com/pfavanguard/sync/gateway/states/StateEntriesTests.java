package com.pfavanguard.sync.gateway.states;

import static com.pfavanguard.sync.gateway.states.StatesFixture.RIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.broker.StateQueue.Entry;
import com.pfavanguard.sync.gateway.stream.StateChange;
import com.pfavanguard.sync.gateway.stream.StateMark;
import com.pfavanguard.sync.gateway.stream.StoredState;
import com.pfavanguard.sync.gateway.stream.StoredStates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateEntriesTests {

    private static final long NOW = 1_800_000_000_000L;
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private final FakeStateQueue queue = new FakeStateQueue();

    private void store(Entry entry) {
        queue.entries.put(entry.key(), entry);
    }

    private StoredStates read() throws IOException {
        return StateEntries.read(queue.connect(), () -> {});
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        StateMark mark = new StateMark(70, 69, "0badcafe", NOW - 5, NOW - 9);
        StoredState state = new StoredState(RIO, "PFA-1", "SYNC_SUCCESS", "e-1", JSON, NOW - 7, NOW + 7);
        store(StateEntries.entry(mark));
        store(StateEntries.entry(new StateChange(RIO, "PFA-1", state, 0), NOW));
        store(StateEntries.entry(new StateChange(RIO, "", null, NOW - 3), NOW));

        StoredStates stored = read();

        assertThat(stored.mark()).isEqualTo(mark);
        assertThat(stored.states()).containsExactly(state);
        assertThat(stored.uncertainBefore()).isEqualTo(Map.of(RIO, NOW - 3));
    }

    @Test
    void aRecordThatIsNoLongerKeptIsReplacedByAnEntryThatSoonExpires() throws IOException {
        Entry removal = StateEntries.entry(new StateChange(RIO, "PFA-1", null, 0), NOW);
        store(removal);

        assertThat(removal.key()).isEqualTo("org-rio/PFA-1");
        assertThat(removal.isRemoval()).isTrue();
        assertThat(removal.expiresAt()).isBetween(NOW + 1, NOW + 10_000);
        assertThat(read().states()).isEmpty();
    }

    @Test
    void theMarkIsReadBeforeTheStatesSoThatTheyAreNeverOlder() throws IOException {
        read();

        assertThat(queue.calls).containsExactly("connect", "read /", "readAll");
    }

    @Test
    void statesOfAnotherVersionAreNotRead() {
        store(new Entry("/", Map.of("version", 2L, "number", 70L), new byte[0], 0));

        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessage("The states in the broker were written by another version of this application (2); start no"
                        + " older gateways beside newer ones");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no slash     | SYNC_QUEUED | e-1 | {}",
                "org#1/PFA-1  | SYNC_QUEUED | e-1 | {}",
                "org-rio/a b  | SYNC_QUEUED | e-1 | {}",
                "org-rio/PFA-1| SYNC_QUEUED | e 1 | {}",
                "org-rio/PFA-1| SYNC_QUEUED | e-1 | ''",
                "org-rio/PFA-1| ''          | e-1 | {}",
            })
    void passesOverWhatNoGatewayHasWritten(String key, String type, String eventId, String body) throws IOException {
        store(new Entry(
                key,
                Map.of("type", type, "eventId", eventId, "arrivedAt", 5L),
                body.getBytes(StandardCharsets.UTF_8),
                0));
        store(new Entry("org-rio/PFA-2", Map.of("type", "SYNC_NEW_TYPE", "eventId", "e-2", "arrivedAt", 5L), JSON, 0));

        assertThat(read().states()).extracting(StoredState::pfaId).containsExactly("PFA-2");
    }
}
