package com.pfavanguard.sync.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.event.SyncEventType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.InvalidDestinationException;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.UncategorizedJmsException;

class PublishAttemptsTests {

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();

    private final PublishCounts counts = new PublishCounts() {
        @Override
        public void count(SyncEventType type, PublishOutcome outcome) {
            throw new AssertionError("The attempts know no outcome");
        }

        @Override
        public void countRetry() {
            retries.incrementAndGet();
        }
    };

    @AfterEach
    void forgetAnInterrupt() {
        Thread.interrupted();
    }

    private PublishAttempts attempts(Duration retryFor) {
        return new PublishAttempts(retryFor, counts);
    }

    private Runnable failing(int times, JmsException failure) {
        return () -> {
            if (made.incrementAndGet() <= times) {
                throw failure;
            }
        };
    }

    private static JmsException away() {
        return new UncategorizedJmsException("away");
    }

    @Test
    void areMadeUntilOneSucceeds() {
        attempts(Duration.ofMinutes(1)).run(failing(2, away()));

        assertThat(made).hasValue(3);
        assertThat(retries).hasValue(2);
    }

    @Test
    void endWithTheTime() {
        JmsException failure = away();

        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> attempts(Duration.ofMillis(120)).run(failing(1_000, failure)))
                .isSameAs(failure);

        assertThat(made.get()).isBetween(1, 3);
    }

    @Test
    void areOneAloneWithoutTime() {
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> attempts(Duration.ZERO).run(failing(1, away())));

        assertThat(made).hasValue(1);
    }

    @Test
    void areOneAloneWhileTheBrokerIsAwayAndSeveralAgainAfterwards() {
        PublishAttempts attempts = attempts(Duration.ofSeconds(1));
        assertThatExceptionOfType(JmsException.class).isThrownBy(() -> attempts.run(failing(1_000, away())));

        made.set(0);
        assertThatExceptionOfType(JmsException.class).isThrownBy(() -> attempts.run(failing(1_000, away())));
        assertThat(made).hasValue(1);
        attempts.run(failing(0, away()));

        made.set(0);
        attempts.run(failing(1, away()));
        assertThat(made).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areNotRepeatedWhereThatCannotHelp(boolean login) {
        JmsException refusal = login
                ? new JmsSecurityException(new jakarta.jms.JMSSecurityException("login"))
                : new InvalidDestinationException(new jakarta.jms.InvalidDestinationException("address"));

        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> attempts(Duration.ofMinutes(1)).run(failing(1, refusal)))
                .isSameAs(refusal);

        assertThat(made).hasValue(1);
    }

    @Test
    void endWithAnInterruptWhichIsKept() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> attempts(Duration.ofMinutes(1)).run(failing(1_000, away())));

        assertThat(made).hasValue(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
