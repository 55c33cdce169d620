package com.pfavanguard.sync.vital;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedLogTests {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_KINDS = 10;

    private final AtomicLong now = new AtomicLong();
    private final BoundedLog lines = new BoundedLog(3, WINDOW, MOST_KINDS, now::get);

    @Test
    void aFloodOfOneKindHasItsLinesInEachWindowAndTellsWhatWasHeldBack() {
        assertThat(taken("flood", 1_000)).isEqualTo(3);

        now.addAndGet(WINDOW.toNanos());

        assertThat(lines.take("flood")).hasValue(997);
        assertThat(lines.take("flood")).hasValue(0);
    }

    @Test
    void aFloodOfOneKindHidesNoOther() {
        taken("flood", 1_000);

        assertThat(lines.take("somebody else's")).hasValue(0);
    }

    @Test
    void inventedKindsShareOneAllowanceOnceThereAreTooMany() {
        int all = 0;
        for (int i = 0; i < 1_000; i++) {
            all += taken("invented-" + i, 5);
        }

        assertThat(all).isEqualTo((MOST_KINDS + 1) * 3);
    }

    @Test
    void kindsThatHaveFallenSilentMakeRoomForOthers() {
        for (int i = 0; i < 1_000; i++) {
            taken("invented-" + i, 5);
        }

        now.addAndGet(2 * WINDOW.toNanos());

        assertThat(taken("honest", 5)).isEqualTo(3);
        assertThat(taken("another", 5)).isEqualTo(3);
    }

    @Test
    void aLineSaysHowManyWereHeldBack() {
        assertThat(BoundedLog.more(0)).isEmpty();
        assertThat(BoundedLog.more(7)).isEqualTo(" (7 more like this were not logged)");
    }

    private int taken(String kind, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += lines.take(kind).isPresent() ? 1 : 0;
        }
        return taken;
    }
}
