package com.pfavanguard.sync.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    @Test
    void steadyOneByOne() {
        Pace pace = Pace.steady(500, Duration.ofSeconds(2));

        assertThat(pace.bursts()).isEqualTo(1_000);
        assertThat(pace.due(0)).isZero();
        assertThat(pace.due(500)).isEqualTo(1_000_000_000);
    }

    @Test
    void burstsKeepTheRate() {
        Pace pace = new Pace(200, 200, Duration.ofSeconds(3));

        assertThat(pace.bursts()).isEqualTo(3);
        assertThat(pace.due(2)).isEqualTo(2_000_000_000);
    }

    @Test
    void atLeastOneBurst() {
        assertThat(new Pace(200, 200, Duration.ofMillis(10)).bursts()).isEqualTo(1);
    }
}
