package com.pfavanguard.sync.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InboundRateTests {

    private final AtomicLong frames = new AtomicLong(1);
    private final AtomicLong bytes = new AtomicLong(100);
    private final InboundRate rate = new InboundRate(new InboundLimits(TestLimits.DEFAULTS), frames::get, bytes::get);

    private void send(int count, int size) {
        frames.addAndGet(count);
        bytes.addAndGet((long) count * size);
    }

    @Test
    void whoSendsLittleKeepsNoCount() {
        for (int i = 0; i < 1_000; i++) {
            send(20, 40);

            assertThat(rate.check()).isEmpty();
            assertThat(rate.look()).isEmpty();
        }
        assertThat(rate.hasBuckets()).isFalse();
    }

    @Test
    void aBurstIsAllowedAndTheCountForgottenAfterwards() {
        send(250, 40);
        assertThat(rate.check()).isEmpty();
        assertThat(rate.hasBuckets()).isTrue();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(rate.look()).isEmpty();
            return !rate.hasBuckets();
        });
    }

    @Test
    void moreThanABurstIsTooMuch() {
        send(301, 40);
        assertThat(rate.look()).contains(Limit.FRAMES);
    }

    @Test
    void soAreFewerButLargerFrames() {
        send(13, 16 * 1024);
        assertThat(rate.check()).contains(Limit.BYTES);
    }

    @Test
    void soAreManyStompFramesInOneMessage() {
        send(1, 40);
        assertThat(rate.check()).isEmpty();
        Optional<Limit> reached = Optional.empty();
        for (int i = 0; i < 1_000_000 && reached.isEmpty(); i++) {
            reached = rate.checkStompFrame();
        }

        assertThat(reached).contains(Limit.FRAMES);
    }

    @Test
    void oneStompFrameInAMessageCostsNoMoreThanThat() {
        for (int i = 0; i < 250; i++) {
            send(1, 40);
            assertThat(rate.check()).isEmpty();
            assertThat(rate.checkStompFrame()).isEmpty();
        }
    }

    @Test
    void manySmallPortionsAddUp() {
        for (int i = 0; i < 11; i++) {
            send(26, 10);
            assertThat(rate.check()).isEmpty();
        }
        send(200, 10);
        assertThat(rate.check()).contains(Limit.FRAMES);
    }
}
