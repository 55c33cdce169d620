package com.pfavanguard.sync.pauses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritePausesTests {

    private static final OrganizationId RIO = new OrganizationId("org-rio");
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");

    private final List<PauseEntry> stored = new ArrayList<>();
    private final WritePauses pauses = new WritePauses(() -> stored);

    private static PauseEntry entry(boolean paused, Instant at) {
        return new PauseEntry(RIO, paused, at, paused ? "an upgrade" : "", "chief");
    }

    @Test
    void theLaterEntryCountsInWhateverOrderTheyAreRead() {
        pauses.apply(entry(true, NOW));
        pauses.apply(entry(false, NOW.plusSeconds(1)));
        pauses.apply(entry(true, NOW));

        assertThat(pauses.isPaused(RIO)).isFalse();
        assertThat(pauses.ids()).isEmpty();
    }

    @Test
    void anEntryOfAClockThatIsBehindIsLaterAllTheSame() {
        pauses.apply(entry(true, NOW));

        Instant behind = pauses.after(RIO, NOW.minusSeconds(60));
        pauses.apply(entry(false, behind));

        assertThat(pauses.isPaused(RIO)).isFalse();
    }

    @Test
    void aPauseThatTheBrokerNoLongerHasIsForgotten() {
        pauses.apply(entry(true, NOW));

        pauses.refresh();

        assertThat(pauses.all()).isEmpty();
    }

    @Test
    void endsAreForgottenAfterAWhileAndPausesNever() {
        pauses.apply(entry(true, NOW));
        pauses.forgetEndsBefore(NOW.plus(Duration.ofDays(365)));

        assertThat(pauses.of(RIO))
                .hasValueSatisfying(pause -> assertThat(pause.reason()).isEqualTo("an upgrade"));
    }

    @Test
    void entriesSurviveTheirJsonAndOthersAreRefused() {
        PauseEntry entry = entry(true, NOW);

        assertThat(PauseEntry.parse(entry.json())).isEqualTo(entry);
        for (String other : List.of("", "{}", "[]", "{\"paused\":true}", "{\"type\":\"REVOCATION\"}")) {
            assertThatThrownBy(() -> PauseEntry.parse(other)).as(other).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
