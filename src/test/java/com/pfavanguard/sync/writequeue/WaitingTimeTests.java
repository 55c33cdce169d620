package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.messaging.Selector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTimeTests {

    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");

    private final List<Instant> sent = new ArrayList<>();
    private int questions;

    private long count(Selector selector) {
        questions++;
        if (selector.equals(Selector.ALL)) {
            return sent.size();
        }
        long moment = Long.parseLong(selector.expression().replaceAll("\\D", ""));
        return sent.stream().filter(at -> at.toEpochMilli() < moment).count();
    }

    private Optional<Duration> oldest() {
        return new WaitingTime(this::count, Clock.fixed(NOW, ZoneOffset.UTC)).oldest();
    }

    @Test
    void isEmptyWhileNothingWaitsAndZeroForWhatHasJustCome() {
        assertThat(oldest()).isEmpty();

        sent.add(NOW.minusMillis(10));
        assertThat(oldest()).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 60, 3_600, 86_400, 20 * 86_400})
    void isRightToTwoPercentWithFewQuestions(long seconds) {
        sent.add(NOW.minusMillis(10));
        sent.add(NOW.minusSeconds(seconds));

        long found = oldest().orElseThrow().toMillis();

        assertThat(found).isBetween(seconds * 980, seconds * 1_000);
        assertThat(questions).isLessThan(15);
    }
}
