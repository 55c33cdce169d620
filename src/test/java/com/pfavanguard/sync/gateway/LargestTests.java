package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargestTests {

    @Test
    void keepsTheLargestLargestFirst() {
        Largest<Integer> largest = new Largest<>(3, Comparator.<Integer>naturalOrder());

        List.of(4, 1, 5, 9, 2, 6, 9).forEach(largest::add);

        assertThat(largest.list()).containsExactly(9, 9, 6);
    }
}
