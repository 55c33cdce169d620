package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DailyFiguresTests {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    void countsAndAveragesWhatWasAccepted() {
        DailyFigures figures = DailyFigures.NONE
                .completed(NOON, Duration.ofMillis(100))
                .completed(NOON.plusSeconds(1), Duration.ofMillis(300))
                .completed(NOON.plusSeconds(3_600), Duration.ofMillis(500));

        Instant now = NOON.plusSeconds(7_200);
        assertThat(figures.completed(now)).isEqualTo(3);
        assertThat(figures.average(now)).hasValue(Duration.ofMillis(300));
        assertThat(figures.lastEnd()).hasValue(NOON.plusSeconds(3_600));
        assertThat(figures.slices()).hasSize(2);
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(DailyFigures.NONE.completed(NOON)).isZero();
        assertThat(DailyFigures.NONE.average(NOON)).isEmpty();
        assertThat(DailyFigures.NONE.lastEnd()).isEmpty();
        assertThat(DailyFigures.NONE.isOver(NOON)).isTrue();
    }

    @Test
    void forgetsAfterADayWhatWasAcceptedButNotWhenTheLastItemEnded() {
        DailyFigures figures = DailyFigures.NONE.completed(NOON, Duration.ofSeconds(1));

        Instant almostADayLater = NOON.plus(Duration.ofHours(24)).minusSeconds(1);
        Instant aDayLater = NOON.plus(Duration.ofHours(24)).plusSeconds(1);
        assertThat(figures.completed(almostADayLater)).isEqualTo(1);
        assertThat(figures.isOver(almostADayLater)).isFalse();
        assertThat(figures.completed(aDayLater)).isZero();
        assertThat(figures.average(aDayLater)).isEmpty();
        assertThat(figures.lastEnd()).hasValue(NOON);
        assertThat(figures.isOver(aDayLater)).isTrue();
    }

    @Test
    void neverHoldsMoreThanADay() {
        DailyFigures figures = DailyFigures.NONE;
        for (int quarter = 0; quarter < 1_000; quarter++) {
            figures = figures.completed(NOON.plus(Duration.ofMinutes(15L * quarter)), Duration.ZERO);
        }

        assertThat(figures.slices()).hasSize(96);
        assertThat(figures.completed(NOON.plus(Duration.ofMinutes(15 * 999)))).isEqualTo(96);
    }

    @Test
    void whatEndsInAnotherWayIsAnEndAndNotCompleted() {
        DailyFigures figures = DailyFigures.NONE.completed(NOON, Duration.ZERO).ended(NOON.plusSeconds(60));

        assertThat(figures.completed(NOON.plusSeconds(61))).isEqualTo(1);
        assertThat(figures.lastEnd()).hasValue(NOON.plusSeconds(60));
    }

    @Test
    void aClockThatWasSetBackNeitherCountsTimeNegativeNorMovesTheLastEndBack() {
        DailyFigures figures = DailyFigures.NONE
                .completed(NOON, Duration.ofMillis(100))
                .completed(NOON.minusSeconds(3_600), Duration.ofSeconds(-5));

        assertThat(figures.completed(NOON)).isEqualTo(2);
        assertThat(figures.average(NOON)).hasValue(Duration.ofMillis(50));
        assertThat(figures.lastEnd()).hasValue(NOON);
    }

    @Test
    void addsUpWhatTwoProcessesHaveCounted() {
        DailyFigures one = DailyFigures.NONE.completed(NOON, Duration.ofMillis(100));
        DailyFigures other = DailyFigures.NONE
                .completed(NOON, Duration.ofMillis(200))
                .completed(NOON.plusSeconds(1), Duration.ofMillis(600));

        DailyFigures both = one.plus(other);

        assertThat(both.completed(NOON.plusSeconds(2))).isEqualTo(3);
        assertThat(both.average(NOON.plusSeconds(2))).hasValue(Duration.ofMillis(300));
        assertThat(both.lastEnd()).hasValue(NOON.plusSeconds(1));
        assertThat(DailyFigures.NONE.plus(one).lastEnd()).hasValue(NOON);
        assertThat(one.plus(DailyFigures.NONE).lastEnd()).hasValue(NOON);
    }

    @Test
    void isTheSameAfterItWasKept() {
        JsonMapper json = JsonMapper.builder().build();
        DailyFigures figures = DailyFigures.NONE.completed(NOON.plusNanos(123_456_789), Duration.ofMillis(100));

        assertThat(json.readValue(json.writeValueAsString(figures), DailyFigures.class))
                .isEqualTo(figures);
        assertThat(json.readValue(json.writeValueAsString(DailyFigures.NONE), DailyFigures.class))
                .isEqualTo(DailyFigures.NONE);
    }
}
