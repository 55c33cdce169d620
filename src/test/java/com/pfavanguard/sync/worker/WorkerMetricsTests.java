package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jms.UncategorizedJmsException;

class WorkerMetricsTests {

    @Test
    void theOldestWaitIsInSecondsAndZeroWithoutAnyEdit() {
        assertThat(WorkerMetrics.seconds(() -> Optional.of(Duration.ofMillis(1_500))))
                .isEqualTo(1.5);
        assertThat(WorkerMetrics.seconds(Optional::empty)).isZero();
    }

    @Test
    void theOldestWaitIsUnknownWhileTheBrokerCannotBeAsked() {
        double seconds = WorkerMetrics.seconds(() -> {
            throw new UncategorizedJmsException("no broker");
        });

        assertThat(seconds).isNaN();
    }
}
