package com.pfavanguard.sync.cli.load;

import static com.pfavanguard.sync.cli.load.Hearing.Verdict.IN_ORDER;
import static com.pfavanguard.sync.cli.load.Hearing.Verdict.LATE;
import static com.pfavanguard.sync.cli.load.Hearing.Verdict.TWICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.load.Hearing.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HearingTests {

    private final Hearing hearing = new Hearing();

    @Test
    void oneAfterTheOther() {
        assertThat(hear(1, 2, 3)).containsExactly(IN_ORDER, IN_ORDER, IN_ORDER);
        assertThat(hearing.last()).isEqualTo(3);
        assertThat(hearing.heard()).isEqualTo(3);
    }

    @Test
    void whatWasPassedOverIsMissingUntilItComes() {
        assertThat(hear(2, 5)).containsExactly(IN_ORDER, IN_ORDER);
        assertThat(hearing.heard()).isEqualTo(2);

        assertThat(hear(4, 1, 3)).containsExactly(LATE, LATE, LATE);
        assertThat(hearing.heard()).isEqualTo(5);
        assertThat(hearing.last()).isEqualTo(5);
    }

    @Test
    void whatComesAgainCountsOnce() {
        assertThat(hear(1, 1, 3, 2, 2)).containsExactly(IN_ORDER, TWICE, IN_ORDER, LATE, TWICE);
        assertThat(hearing.heard()).isEqualTo(3);
    }

    @Test
    void beginsAnew() {
        hear(1, 3);

        hearing.restart();

        assertThat(hear(1, 2)).containsExactly(IN_ORDER, IN_ORDER);
        assertThat(hearing.heard()).isEqualTo(2);
    }

    private List<Verdict> hear(int... numbers) {
        return Arrays.stream(numbers).mapToObj(hearing::hear).toList();
    }
}
