package com.pfavanguard.sync.vital;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTests {

    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(now::get, false);
    private final Watch watch = watchdog.watch("test-watched", Duration.ofSeconds(10));

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            pass(Watchdog.EVERY);
            watchdog.look();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void workThatMovesIsNeverFound() {
        for (int i = 0; i < 30; i++) {
            look(9);
            watch.moved();
        }

        assertThat(watchdog.still()).isEmpty();
    }

    @Test
    void workThatHasNotMovedForItsBoundIsNamedUntilItMovesAgain() {
        look(11);
        assertThat(watchdog.still()).containsOnlyKeys("test-watched");

        watch.moved();
        look(1);

        assertThat(watchdog.still()).isEmpty();
    }

    @Test
    void workThatRestsMayTakeAnyTime() {
        watch.rests();
        look(100);
        assertThat(watchdog.still()).isEmpty();

        watch.moved();
        look(12);

        assertThat(watchdog.still()).containsOnlyKeys("test-watched");
    }

    @Test
    void aStepThatMayTakeLongerIsGivenThatTimeOnce() {
        watch.mayTake(Duration.ofSeconds(20));
        look(30);
        assertThat(watchdog.still()).isEmpty();

        watch.moved();
        look(12);

        assertThat(watchdog.still()).containsOnlyKeys("test-watched");
    }

    @Test
    void aProcessThatWasStoppedForAnHourIsNotFoundDeadWhenItGoesOn() {
        look(5);

        pass(Duration.ofHours(1));
        watchdog.look();

        assertThat(watchdog.still()).isEmpty();
    }

    @Test
    void theWatchdogsOwnSilenceIsFoundByThoseWhoAskIt() {
        look(1);
        assertThat(watchdog.still()).isEmpty();

        pass(Duration.ofSeconds(31));

        assertThat(watchdog.still()).containsOnlyKeys("watchdog");
    }

    @Test
    void whoeverAsksFirstAfterAPauseOfTheWholeProcessDoesNotTakeTheWatchdogForDead() {
        watchdog.still();
        look(1);

        pass(Duration.ofHours(1));

        assertThat(watchdog.still()).isEmpty();
    }

    @Test
    void workThatHasEndedIsForgotten() {
        watch.close();

        look(20);

        assertThat(watchdog.still()).isEmpty();
    }
}
