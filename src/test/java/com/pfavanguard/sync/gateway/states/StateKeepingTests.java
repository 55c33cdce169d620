package com.pfavanguard.sync.gateway.states;

import static com.pfavanguard.sync.event.SyncEventType.SYNC_SUCCESS;
import static com.pfavanguard.sync.gateway.states.StatesFixture.ELSEWHERE;
import static com.pfavanguard.sync.gateway.states.StatesFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.broker.Endpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The steps of the gateway that keeps the states, and of one that does not. */
class StateKeepingTests {

    private final FakeStateQueue queue = new FakeStateQueue();
    private final StatesFixture gateway = StatesFixture.ready(queue);

    private static void step(StatesFixture gateway, @Nullable Endpoint endpoint) throws IOException {
        gateway.keeping.step(endpoint, () -> true);
    }

    private @Nullable String stored(String pfaId) {
        var entry = queue.entries.get("org-rio/" + pfaId);
        return entry == null || entry.isRemoval() ? null : entry.text("eventId");
    }

    private long mark() {
        return queue.entries.get("/").number("number");
    }

    @Test
    void theFirstToGetTheLockKeepsTheStatesAndTheNextOneTakesOver() throws IOException {
        StatesFixture other = StatesFixture.ready(queue);
        gateway.read("e-1", "PFA-1");
        step(gateway, HERE);
        step(other, HERE);
        assertThat(gateway.keeping.isKeeper()).isTrue();
        assertThat(other.keeping.isKeeper()).isFalse();
        assertThat(stored("PFA-1")).isEqualTo("e-1");

        other.read("e-1", "PFA-1");
        other.read("e-2", "PFA-1");
        step(other, HERE);
        assertThat(stored("PFA-1")).as("written by the keeper alone").isEqualTo("e-1");

        step(gateway, null);
        assertThat(gateway.keeping.isKeeper()).isFalse();
        step(other, HERE);
        assertThat(other.keeping.isKeeper()).isTrue();
        assertThat(stored("PFA-1")).isEqualTo("e-2");
    }

    @Test
    void aNewKeeperWritesAllThatDiffersWhateverTheOneBeforeHasWritten() throws IOException {
        StatesFixture before = StatesFixture.ready(queue);
        before.read("e-9", "PFA-9");
        gateway.read("e-1", "PFA-1");
        step(before, HERE);
        step(before, null);

        step(gateway, HERE);

        assertThat(stored("PFA-1")).isEqualTo("e-1");
        assertThat(stored("PFA-9")).as("not known to the new keeper").isNull();
    }

    @Test
    void aGatewayWhoseStatesMayLackSomethingDoesNotTryToGetTheLock() throws IOException {
        gateway.stream.markGap(0);
        queue.calls.clear();

        step(gateway, HERE);

        assertThat(queue.calls).contains("read /").doesNotContain("lock");
        assertThat(queue.isLocked()).isFalse();
    }

    @Test
    void afterAGapTheMarkWaitsForTheHistoryToBeReadAgainButNotForEver() throws IOException {
        gateway.read("e-1", "PFA-1");
        step(gateway, HERE);
        gateway.stream.markGap(0);
        gateway.read("e-2", "PFA-2");

        step(gateway, HERE);
        gateway.nanos.addAndGet(StateKeeping.PAUSE_AFTER_GAP_NANOS);
        step(gateway, HERE);
        assertThat(mark()).isEqualTo(1_000_000);
        assertThat(gateway.keeping.isKeeper()).isTrue();

        gateway.nanos.addAndGet(1);
        step(gateway, HERE);

        assertThat(mark()).isEqualTo(1_000_001);
        assertThat(queue.entries.get("/").number("uncertainBefore")).isEqualTo(StatesFixture.NOW.toEpochMilli());
    }

    @Test
    void aKeeperWhoseLinkGoesElsewhereLeavesAllBehindForTheNext() throws IOException {
        step(gateway, HERE);
        gateway.read("e-1", "PFA-1");

        step(gateway, null);

        assertThat(stored("PFA-1")).isEqualTo("e-1");
        assertThat(queue.isLocked()).isFalse();
        assertThat(queue.calls).last().isEqualTo("close");
    }

    @Test
    void anotherBrokerIsAnotherConnection() throws IOException {
        step(gateway, HERE);
        queue.calls.clear();

        step(gateway, ELSEWHERE);

        assertThat(queue.calls).startsWith("close", "connect", "lock");
    }

    @Test
    void whoHasLostTheLockWritesNothingUntilItHasItAgain() throws IOException {
        gateway.read("e-1", "PFA-1");
        step(gateway, HERE);
        StatesFixture other = StatesFixture.ready(queue);
        other.read("e-2", SYNC_SUCCESS, "PFA-1");
        queue.breakLock();
        step(other, HERE);

        gateway.read("e-3", "PFA-3");
        assertThatThrownBy(() -> step(gateway, HERE)).isInstanceOf(IOException.class);
        gateway.keeping.release();
        step(gateway, HERE);

        assertThat(gateway.keeping.isKeeper()).isFalse();
        assertThat(stored("PFA-1")).isEqualTo("e-2");
        assertThat(stored("PFA-3")).isNull();
    }

    @Test
    void stopsWritingWhenTheThreadIsToEnd() throws IOException {
        step(gateway, HERE);
        for (int i = 0; i < 4_001; i++) {
            gateway.read("e-" + i, "PFA-" + i);
        }
        queue.transactions.clear();

        gateway.keeping.step(HERE, () -> queue.transactions.isEmpty());

        assertThat(queue.transactions).hasSize(1);
    }

    @Test
    void afterMoreRemovalsThanAreCollectedEverythingIsComparedAgain() throws IOException {
        gateway.read("e-old", SYNC_SUCCESS, "PFA-old");
        step(gateway, HERE);
        // Each new record beyond the 25,000 of an organization takes the place of an older one.
        for (int i = 0; i < 25_000 + 50_001; i++) {
            gateway.read("e-" + i, "PFA-" + i);
        }
        assertThat(gateway.states.isOverflown()).isTrue();
        queue.calls.clear();

        step(gateway, HERE);

        assertThat(queue.calls).contains("readAll");
        step(gateway, HERE);
        assertThat(gateway.states.isOverflown()).isFalse();
        assertThat(stored("PFA-old")).isNull();
        assertThat(stored("PFA-75000")).isEqualTo("e-75000");
        assertThat(queue.entries.values().stream().filter(entry -> entry.body().length > 0))
                .hasSize(25_000);
    }
}
