package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerTimeTests {

    private final StreamFixture.TestClock wall = new StreamFixture.TestClock();
    private long nanos = -5_000_000_000L;
    private final BrokerTime time = new BrokerTime(wall, () -> nanos);

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        wall.pass(Duration.ofMillis(millis));
    }

    @Test
    void untilTheBrokerAnswersThisMachinesClockHasToDo() {
        pass(1_000);

        assertThat(time.millis()).isEqualTo(wall.millis());
        assertThat(time.ownClockAhead()).isZero();
    }

    @Test
    void theBrokersStampSaysWhatItsClockShows() {
        long fifteenMinutesAgo = wall.millis() - 900_000;
        long sent = nanos;
        pass(20);

        time.learn(fifteenMinutesAgo + 5, sent);

        assertThat(time.millis()).isBetween(fifteenMinutesAgo + 5, fifteenMinutesAgo + 25);
        assertThat(time.ownClockAhead()).isBetween(899_990L, 900_015L);
        pass(1_000);
        assertThat(time.millis()).isBetween(fifteenMinutesAgo + 1_005, fifteenMinutesAgo + 1_025);
    }

    @Test
    void aMessageThatWasLongUnderWayDoesNotSpoilWhatIsKnownMoreExactly() {
        long sent = nanos;
        pass(2);
        time.learn(wall.millis(), sent);
        long before = time.millis();
        long sentAgain = nanos;
        long stamp = wall.millis();
        pass(30_000);

        time.learn(stamp, sentAgain);

        assertThat(time.millis()).isEqualTo(before + 30_000);
    }

    @Test
    void settingThisMachinesClockChangesNothing() {
        time.learn(wall.millis(), nanos);
        long before = time.millis();

        wall.pass(Duration.ofHours(-1));

        assertThat(time.millis()).isEqualTo(before);
        assertThat(time.ownClockAhead()).isEqualTo(-3_600_000);
    }

    @Test
    void itNeverGoesBackThoughTheBrokersClockDoes() {
        time.learn(wall.millis(), nanos);
        long before = time.millis();

        time.learn(wall.millis() - 3_600_000, nanos);
        assertThat(time.millis()).isEqualTo(before);

        pass(3_600_000 + 50);
        assertThat(time.millis()).isEqualTo(before + 50);
    }
}
