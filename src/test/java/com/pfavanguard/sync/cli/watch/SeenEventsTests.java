package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenEventsTests {

    private final SeenEvents seen = new SeenEvents();

    @Test
    void anEventIsNewOnce() {
        assertThat(seen.isNew(new EventId("e-1"))).isTrue();
        assertThat(seen.isNew(new EventId("e-1"))).isFalse();
        assertThat(seen.isNew(new EventId("e-2"))).isTrue();
    }

    @Test
    void theOldestAreForgottenSoThatMemoryHasAnEnd() {
        IntStream.rangeClosed(0, SeenEvents.MOST).forEach(i -> seen.isNew(new EventId("e-" + i)));

        assertThat(seen.isNew(new EventId("e-1"))).isFalse();
        assertThat(seen.isNew(new EventId("e-0"))).isTrue();
    }
}
