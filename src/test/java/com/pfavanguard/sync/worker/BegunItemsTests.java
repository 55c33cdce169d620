package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.worker.BegunItems.Due;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BegunItemsTests {

    private static final Instant NOW = Instant.parse("2026-03-04T09:15:02.040Z");

    private final BegunItems begun = new BegunItems();

    @Test
    void aRecordIsBegunUntilItsLastItemHasEnded() {
        begun.begin("org-rio/PFA-1");
        begun.await(new Due("org-rio/PFA-1", "a", NOW));
        begun.end("org-rio/PFA-1");

        assertThat(begun.records()).containsExactly("org-rio/PFA-1");
        assertThat(begun.inHand()).isZero();

        assertThat(begun.pollDue(NOW)).isPresent();
        assertThat(begun.inHand()).isEqualTo(1);
        begun.end("org-rio/PFA-1");
        assertThat(begun.isEmpty()).isTrue();
    }

    @Test
    void itemsComeWhenTheirTimeHasComeAndInThatOrder() {
        begun.await(new Due("org-rio/PFA-1", "later", NOW.plusSeconds(2)));
        begun.await(new Due("org-rio/PFA-2", "sooner", NOW.plusSeconds(1)));

        assertThat(begun.pollDue(NOW)).isEmpty();
        assertThat(begun.nextDueAt()).contains(NOW.plusSeconds(1));
        assertThat(begun.pollDue(NOW.plusSeconds(1)).orElseThrow().itemId()).isEqualTo("sooner");
        assertThat(begun.pollDue(NOW.plusSeconds(1))).isEmpty();
        assertThat(begun.pollDue(NOW.plusSeconds(2)).orElseThrow().itemId()).isEqualTo("later");
        assertThat(begun.nextDueAt()).isEmpty();
    }

    @Test
    void thereIsAnEndToHowManyCanBeBegun() {
        for (int i = 0; i < 500; i++) {
            assertThat(begun.isFull()).isFalse();
            begun.begin("org-rio/PFA-" + i);
        }

        assertThat(begun.isFull()).isTrue();
    }
}
