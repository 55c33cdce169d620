package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.writequeue.SyncStatus.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncStatusTests {

    @ParameterizedTest
    @CsvSource({"100, HEALTHY", "95, HEALTHY", "94, DEGRADED", "80, DEGRADED", "79, UNHEALTHY", "0, UNHEALTHY"})
    void successCounts(int rate, Health health) {
        assertThat(Health.ofSuccess(rate)).isEqualTo(health);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, HEALTHY", "1, 0, DEGRADED", "2, 1, UNHEALTHY"})
    void waitingCounts(long late, long veryLate, Health health) {
        assertThat(Health.ofWaiting(late, veryLate)).isEqualTo(health);
    }

    @ParameterizedTest
    @CsvSource({"false, 0, HEALTHY", "false, 9, HEALTHY", "true, 0, DEGRADED", "true, 1, UNHEALTHY"})
    void anOutageOfPemsCounts(boolean down, long open, Health health) {
        assertThat(Health.ofPems(down, open)).isEqualTo(health);
    }

    @Test
    void theWorstIsShown() {
        assertThat(Health.worst(Health.HEALTHY, Health.UNHEALTHY, Health.DEGRADED))
                .isEqualTo(Health.UNHEALTHY);
        assertThat(Health.worst(Health.HEALTHY, Health.HEALTHY)).isEqualTo(Health.HEALTHY);
    }
}
