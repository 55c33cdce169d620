package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jms.UncategorizedJmsException;

class OldestWaitingTests {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void isInSecondsAndZeroWithoutAnyEdit() {
        assertThat(new OldestWaiting(() -> Optional.of(Duration.ofMillis(1_500)), nanos::get).seconds())
                .isEqualTo(1.5);
        assertThat(new OldestWaiting(Optional::empty, nanos::get).seconds()).isZero();
    }

    @Test
    void asksAgainAfterAWhileOnly() {
        AtomicInteger asked = new AtomicInteger();
        OldestWaiting oldest =
                new OldestWaiting(() -> Optional.of(Duration.ofSeconds(asked.incrementAndGet())), nanos::get);

        assertThat(oldest.seconds()).isEqualTo(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(oldest.seconds()).isEqualTo(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(oldest.seconds()).isEqualTo(2);
    }

    @Test
    void isUnknownWhileTheBrokerCannotBeAsked() {
        OldestWaiting oldest = new OldestWaiting(
                () -> {
                    throw new UncategorizedJmsException("no broker");
                },
                nanos::get);

        assertThat(oldest.seconds()).isNaN();
    }
}
