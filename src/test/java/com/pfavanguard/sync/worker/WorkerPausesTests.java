package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.UncategorizedJmsException;

class WorkerPausesTests {

    private static final JmsException NO_BROKER = new UncategorizedJmsException("No broker accepts JMS");
    private static final JmsException REFUSED = new JmsSecurityException(new JMSSecurityException("wrong password"));

    private final WorkerPauses pauses = new WorkerPauses();

    private Duration last(int times, JmsException failure) {
        Duration pause = Duration.ZERO;
        for (int i = 0; i < times; i++) {
            pause = pauses.withoutBroker(failure);
        }
        return pause;
    }

    @Test
    void aBrokerThatIsBackAfterALongOutageIsFoundWithinSeconds() {
        assertThat(last(100, NO_BROKER)).isBetween(Duration.ofMillis(1_500), WorkerPauses.LONGEST_WITHOUT_BROKER);
    }

    @Test
    void aBrokerThatRefusesTheLoginIsAskedSeldom() {
        assertThat(last(100, REFUSED)).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void aBrokerThatFailsAgainAndAgainDuringWorkIsTriedSeldom() {
        Duration first = pauses.afterWork(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            pauses.afterWork(Duration.ofSeconds(1));
            last(3, NO_BROKER); // it is also away in between
        }

        assertThat(first).isLessThan(Duration.ofSeconds(1));
        assertThat(pauses.afterWork(Duration.ofSeconds(1))).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void afterAMinuteOfWorkTheLastFailureIsForgotten() {
        for (int i = 0; i < 100; i++) {
            pauses.afterWork(Duration.ofSeconds(1));
        }

        assertThat(pauses.afterWork(Duration.ofSeconds(61))).isLessThan(Duration.ofSeconds(1));
    }
}
