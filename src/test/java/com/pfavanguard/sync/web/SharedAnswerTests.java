package com.pfavanguard.sync.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedAnswerTests {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void asksAgainAfterAWhileOnly() {
        AtomicInteger asked = new AtomicInteger();
        SharedAnswer<Integer> answer = new SharedAnswer<>(Duration.ofSeconds(10), nanos::get, asked::incrementAndGet);

        assertThat(answer.get()).isEqualTo(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(answer.get()).isEqualTo(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(answer.get()).isEqualTo(2);
    }
}
