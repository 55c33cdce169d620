package com.pfavanguard.sync.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.load.LoadOutcome.Count;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOutcomeTests {

    @ParameterizedTest
    @CsvSource({"0,0,0,true", "1,0,0,false", "0,1,0,false", "0,0,1,false"})
    void isSoundIfNothingIsLostLateOrTwice(long lost, long late, long twice, boolean sound) {
        assertThat(new Count(10, lost, late, twice).isSound()).isEqualTo(sound);
    }

    @Test
    void addsUp() {
        assertThat(new Count(1, 2, 3, 4).plus(new Count(10, 20, 30, 40))).isEqualTo(new Count(11, 22, 33, 44));
    }

    @Test
    void saysWhatWasWrong() {
        assertThat(new Count(60_000, 0, 17, 0)).hasToString("0 lost, 17 out of order, 0 twice of 60,000 deliveries");
    }
}
