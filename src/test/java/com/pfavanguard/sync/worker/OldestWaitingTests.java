package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.UncategorizedJmsException;

class OldestWaitingTests {

    private static final Instant NOW = Instant.parse("2026-03-04T09:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final AtomicLong nanos = new AtomicLong();

    private OldestWaiting of(Instant oldest) {
        return new OldestWaiting(until -> oldest.isAfter(until) ? 0 : 1, clock, nanos::get);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 59, 61, 1_000, 1_799, 40_000, 300_000, 5_000_000})
    void isNeverTooLargeAndSeldomMuchTooSmall(long seconds) {
        double told = of(NOW.minusSeconds(seconds)).seconds();

        assertThat(told).isLessThanOrEqualTo(seconds).isCloseTo(seconds, within(0.4 * seconds));
    }

    @Test
    void isZeroWithoutAnyEdit() {
        assertThat(of(NOW.plusSeconds(1)).seconds()).isZero();
    }

    @Test
    void asksAgainAfterAWhileOnly() {
        AtomicInteger asked = new AtomicInteger();
        OldestWaiting oldest = new OldestWaiting(until -> asked.incrementAndGet() * 0L, clock, nanos::get);

        oldest.seconds();
        oldest.seconds();
        assertThat(asked).hasValue(1);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
        oldest.seconds();
        assertThat(asked).hasValue(2);
    }

    @Test
    void isUnknownWhileTheBrokerCannotBeAsked() {
        OldestWaiting oldest = new OldestWaiting(
                until -> {
                    throw new UncategorizedJmsException("no broker");
                },
                clock,
                nanos::get);

        assertThat(oldest.seconds()).isNaN();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(oldest.seconds()).isNaN();
    }
}
