package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerStampTests {

    private static final long ARRIVED = 1_800_000_000_000L;

    @ParameterizedTest
    @CsvSource({"0, CREDIBLE", "-300000, CREDIBLE", "-300001, OLD", "1000, CREDIBLE", "1001, FUTURE"})
    void judgesByTheDifferenceFromTheArrival(long difference, ProducerStamp expected) {
        assertThat(ProducerStamp.judge(ARRIVED + difference, ARRIVED)).isEqualTo(expected);
    }

    @Test
    void theLatencyNeverBeginsAfterTheArrivalNorAtAMomentThatCannotBeRight() {
        assertThat(ProducerStamp.start(ARRIVED - 200, ARRIVED)).isEqualTo(ARRIVED - 200);
        assertThat(ProducerStamp.start(ARRIVED + 200, ARRIVED)).isEqualTo(ARRIVED);
        assertThat(ProducerStamp.start(0, ARRIVED)).isEqualTo(ARRIVED);
        assertThat(ProducerStamp.start(253_402_300_799_999L, ARRIVED)).isEqualTo(ARRIVED);
    }
}
