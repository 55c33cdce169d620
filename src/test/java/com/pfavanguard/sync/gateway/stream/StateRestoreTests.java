package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether something may be missing at a broker in which no gateway has written states. */
class StateRestoreTests {

    private static final StoredStates EMPTY = new StoredStates(null, List.of(), Map.of());
    private static final long OLDEST_READ = 5_000;
    private static final long NOW = 9_000;

    @ParameterizedTest
    @CsvSource({
        "true,  true,  60,  0",
        "false, true,  60,  5000",
        "true,  false, 60,  5000",
        "true,  true,  151, 5000",
    })
    void onlyOfABrokerThatIsKnownToBeNewNothingIsMissing(
            boolean neverRead, boolean isRead, long lowestNumber, long uncertainBefore) {
        StateRestore restore = new StateRestore(isRead ? EMPTY : StoredStates.NONE, "", neverRead);
        restore.noteRead(lowestNumber, 1);

        assertThat(restore.uncertainBefore(OLDEST_READ, NOW)).isEqualTo(uncertainBefore);
    }

    @ParameterizedTest
    @CsvSource({"5000", "9223372036854775807"})
    void withoutAMessageToReadThePresentCounts(long oldestRead) {
        StateRestore restore = new StateRestore(EMPTY, "", false);

        assertThat(restore.uncertainBefore(oldestRead, NOW)).isEqualTo(Math.min(oldestRead, NOW));
    }
}
