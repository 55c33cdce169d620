package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.CronExpression;

class WorkScheduleTests {

    private Instant now = Instant.parse("2026-03-04T09:15:02.040Z");

    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    private final WorkSchedule everyMinute =
            new WorkSchedule(CronExpression.parse("0 * * * * *"), ZoneOffset.UTC, clock);

    private boolean isOpenAfter(Duration duration) {
        now = now.plus(duration);
        return everyMinute.isOpen();
    }

    @Test
    void opensWhenItsTimeComesUntilNothingIsLeft() {
        assertThat(isOpenAfter(Duration.ZERO)).isFalse();
        assertThat(isOpenAfter(Duration.ofSeconds(58))).isTrue();
        assertThat(isOpenAfter(Duration.ofSeconds(10))).isTrue();

        everyMinute.nothingLeft();

        assertThat(isOpenAfter(Duration.ZERO)).isFalse();
        assertThat(isOpenAfter(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aClockSetBackAnHourDoesNotDelayTheNextRun() {
        assertThat(isOpenAfter(Duration.ofHours(-1))).isFalse();
        assertThat(everyMinute.nextRunAt()).isEqualTo(Instant.parse("2026-03-04T08:16:00Z"));
        assertThat(isOpenAfter(Duration.ofMinutes(1))).isTrue();
    }
}
