package com.pfavanguard.sync.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TallyTests {

    private static Tally of(int... numbers) {
        Tally tally = new Tally();
        IntStream.of(numbers).forEach(tally::add);
        return tally;
    }

    @Test
    void countsWhatIsLostDoubledAndReordered() {
        assertThat(of(1, 2, 3)).satisfies(all -> {
            assertThat(all.missing(3)).isZero();
            assertThat(all.doubled()).isZero();
            assertThat(all.reordered()).isZero();
        });
        assertThat(of(1, 3).missing(3)).isEqualTo(1);
        assertThat(of(1, 2).missing(4)).isEqualTo(2);
        assertThat(of(1, 2, 1, 3).doubled()).isEqualTo(1);
        assertThat(of(1, 3, 2).reordered()).isEqualTo(1);
    }
}
