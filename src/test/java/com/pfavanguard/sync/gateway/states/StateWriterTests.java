package com.pfavanguard.sync.gateway.states;

import static com.pfavanguard.sync.event.SyncEventType.SYNC_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.broker.StateQueue.Entry;
import com.pfavanguard.sync.broker.StateQueue.Link;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateWriterTests {

    private final FakeStateQueue queue = new FakeStateQueue();
    private final StatesFixture gateway = StatesFixture.ready(queue);
    private Link link;

    @BeforeEach
    void holdTheLock() throws IOException {
        link = queue.connect();
        link.lock();
        gateway.states.follow();
    }

    private List<List<String>> keys() {
        return queue.transactions.stream()
                .map(entries -> entries.stream().map(Entry::key).toList())
                .toList();
    }

    @Test
    void writesEachRecordOnceAndThenHowFarTheStatesAreComplete() throws IOException {
        gateway.read("e-1", "PFA-1");
        gateway.read("e-2", "PFA-2");
        gateway.read("e-3", SYNC_SUCCESS, "PFA-1");

        assertThat(gateway.writer.writeSome(link)).isFalse();

        assertThat(keys()).containsExactly(List.of("org-rio/PFA-1", "org-rio/PFA-2", "/"));
        assertThat(queue.entries.get("org-rio/PFA-1").text("eventId")).isEqualTo("e-3");
        assertThat(queue.entries.get("/").number("number")).isEqualTo(1_000_002);
        assertThat(gateway.meters.counter("sync.states.written").count()).isEqualTo(2);
    }

    @Test
    void theMarkComesOnlyBehindAllChanges() throws IOException {
        for (int i = 0; i < 2_001; i++) {
            gateway.read("e-" + i, "PFA-" + i);
        }

        assertThat(gateway.writer.writeSome(link)).isTrue();
        assertThat(queue.entries).hasSize(2_000).doesNotContainKey("/");

        assertThat(gateway.writer.writeSome(link)).isFalse();
        assertThat(queue.entries).hasSize(2_002).containsKey("/");
    }

    @Test
    void writesNothingWhileNothingHappens() throws IOException {
        gateway.read("e-1", "PFA-1");
        gateway.writer.writeSome(link);
        gateway.writer.writeSome(link);
        assertThat(queue.transactions).hasSize(1);

        gateway.writer.beginAnew();
        gateway.writer.writeSome(link);

        assertThat(keys())
                .last()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly("/");
    }

    @Test
    void aMarkThatCouldNotBeWrittenIsWrittenLater() throws IOException {
        gateway.read("e-1", "PFA-1");
        gateway.writer.writeSome(link);
        gateway.read("e-2", SYNC_SUCCESS, "PFA-1");
        queue.down = true;
        assertThatThrownBy(() -> gateway.writer.writeSome(link)).isInstanceOf(IOException.class);
        queue.down = false;

        gateway.writer.writeSome(link);

        assertThat(queue.entries.get("/").number("number")).isEqualTo(1_000_001);
    }
}
