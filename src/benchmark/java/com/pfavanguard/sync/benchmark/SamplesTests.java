package com.pfavanguard.sync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTests {

    private final Samples samples = new Samples();

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        add(9, 1, 1_000);

        assertThat(samples.median()).isEqualTo(9);
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        add(4, 1, 1_000, 2);

        assertThat(samples.median()).isEqualTo(3);
    }

    @Test
    void knowsItsEnds() {
        add(4, -1, 1_000);

        assertThat(samples.lowest()).isEqualTo(-1);
        assertThat(samples.highest()).isEqualTo(1_000);
        assertThat(samples.count()).isEqualTo(3);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(samples::median).isInstanceOf(IllegalStateException.class);
    }

    private void add(double... values) {
        for (double value : values) {
            samples.add(value);
        }
    }
}
