package com.pfavanguard.sync.gateway.states;

import static com.pfavanguard.sync.gateway.states.StatesFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StateReaderTests {

    private final FakeStateQueue queue = new FakeStateQueue();

    private static double records(StatesFixture gateway) {
        return gateway.meters.get("sync.states.records").gauge().value();
    }

    @Test
    void aGatewayThatStartsKnowsWhatAnotherHasWritten() throws Exception {
        StatesFixture before = StatesFixture.ready(queue);
        before.read("e-1", "PFA-1");
        before.keeping.step(HERE, () -> true);

        StatesFixture after = StatesFixture.ready(queue);

        assertThat(records(after)).isEqualTo(1);
        assertThat(after.states.needStored()).isFalse();
    }

    @Test
    void readsThemOnlyWhenTheyAreNeeded() {
        StatesFixture gateway = StatesFixture.ready(queue);
        queue.calls.clear();

        gateway.stream.beginReplay();
        gateway.reader.beforeReading(HERE, false);
        gateway.stream.endReplay(HistoryLoss.NONE);

        assertThat(queue.calls).isEmpty();
    }

    @Test
    void withoutThemTheStreamGoesOnAndTheLogSaysSo(CapturedOutput output) {
        queue.down = true;

        StatesFixture gateway = StatesFixture.ready(queue);

        assertThat(gateway.stream.isReady()).isTrue();
        assertThat(gateway.states.needStored()).isTrue();
        assertThat(output).contains("The broker is not there; this gateway knows the states of those records only");
    }

    @Test
    void theHistoryIsReadAgainOnceTheStatesCanBeReadButNotAtOnce() {
        StatesFixture gateway = new StatesFixture(queue);
        gateway.stream.beginReplay();
        gateway.stream.endReplay(HistoryLoss.NONE);
        assertThat(gateway.reader.wantsHistoryAgain())
                .as("not known to be reachable")
                .isFalse();

        gateway.reader.reachable();
        assertThat(gateway.reader.wantsHistoryAgain()).isTrue();

        queue.down = true;
        gateway.reader.beforeReading(HERE, false);
        gateway.reader.reachable();
        assertThat(gateway.reader.wantsHistoryAgain()).as("tried a moment ago").isFalse();
    }
}
