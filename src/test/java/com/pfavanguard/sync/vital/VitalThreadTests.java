package com.pfavanguard.sync.vital;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VitalThreadTests {

    private static final Duration BOUND = Duration.ofMinutes(5);

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        Vital.bindTo(meters);
    }

    @AfterEach
    void unbind() {
        Vital.unbind(meters);
    }

    private double failures(String thread) {
        return meters.get("sync.thread.failures")
                .tag("thread", thread)
                .functionCounter()
                .count();
    }

    @Test
    void anErrorIsCountedAndTheWorkBegunAgain() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(3);
        VitalThread thread = Vital.thread("test-throws-7", BOUND, () -> {
            begun.countDown();
            throw new StackOverflowError("for this test");
        });

        thread.start();

        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        thread.end();
        assertThat(failures("test-throws")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void workThatReturnsThoughNobodyHasStoppedItIsBegunAgain() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        VitalThread thread = Vital.thread("test-returns", BOUND, begun::countDown);

        thread.start();

        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        thread.end();
        assertThat(failures("test-returns")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void workThatWasToldToEndIsNotBegunAgain() throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch runs = new CountDownLatch(1);
        VitalThread[] self = new VitalThread[1];
        self[0] = Vital.thread("test-ends", BOUND, () -> {
            begun.incrementAndGet();
            runs.countDown();
            while (VitalThread.isCurrent(self[0])) {
                LockSupport.park(this);
            }
        });
        self[0].start();
        assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();

        self[0].end();
        self[0].join(Duration.ofSeconds(30));

        assertThat(begun).hasValue(1);
        assertThat(failures("test-ends")).isZero();
    }

    @Test
    void aTaskThatThrowsEachTimeIsDoneAgainAllTheSame() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(3);
        PeriodicTask periodic = Vital.every(Duration.ofMillis(1), "test-periodic", BOUND, () -> {
            done.countDown();
            throw new AssertionError("for this test");
        });

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        periodic.stop();
        assertThat(failures("test-periodic")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aThreadNobodyHasNamedVitalIsCountedAmongOthers() {
        double before = failures("other");

        Vital.failed("no-vital-thread-4711", new IllegalStateException("for this test"));

        assertThat(failures("other")).isEqualTo(before + 1);
        assertThat(meters.find("sync.thread.failures")
                        .tag("thread", "no-vital-thread")
                        .functionCounter())
                .isNull();
    }
}
