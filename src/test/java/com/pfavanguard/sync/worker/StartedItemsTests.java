package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.worker.StartedItems.Due;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartedItemsTests {

    // So near to the end of all numbers that the times to come are negative ones.
    private static final long NOW = Long.MAX_VALUE - Duration.ofMillis(1_500).toNanos();

    private final StartedItems begun = new StartedItems();

    private static long after(int seconds) {
        return NOW + Duration.ofSeconds(seconds).toNanos();
    }

    private static Due due(String record, String itemId, int seconds) {
        return new Due(record, itemId, after(seconds), false, 0);
    }

    @Test
    void aRecordIsBegunUntilItsLastItemHasEnded() {
        begun.begin("org-rio/PFA-1");
        begun.await(due("org-rio/PFA-1", "a", 0));
        begun.end("org-rio/PFA-1", false);

        assertThat(begun.records()).containsExactly("org-rio/PFA-1");
        assertThat(begun.inHand()).isZero();

        assertThat(begun.pollDue("org-rio", false, NOW)).isPresent();
        assertThat(begun.inHand()).isEqualTo(1);
        begun.end("org-rio/PFA-1", false);
        assertThat(begun.isEmpty()).isTrue();
    }

    @Test
    void itemsComeWhenTheirTimeHasComeAndInThatOrder() {
        begun.await(due("org-rio/PFA-1", "later", 2));
        begun.await(due("org-rio/PFA-2", "sooner", 1));

        assertThat(begun.pollDue("org-rio", false, NOW)).isEmpty();
        assertThat(begun.untilNextDue(NOW)).hasValue(Duration.ofSeconds(1).toNanos());
        assertThat(begun.pollDue("org-rio", false, after(1)).orElseThrow().itemId())
                .isEqualTo("sooner");
        assertThat(begun.pollDue("org-rio", false, after(1))).isEmpty();
        assertThat(begun.pollDue("org-rio", false, after(2)).orElseThrow().itemId())
                .isEqualTo("later");
        assertThat(begun.untilNextDue(after(2))).isEmpty();
    }

    @Test
    void anItemThatIsDueIsNothingToWaitFor() {
        begun.await(due("org-rio/PFA-1", "due", 0));
        begun.await(due("org-lima/PFA-1", "later", 2));

        assertThat(begun.untilNextDue(NOW)).hasValue(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void suspectItemsHaveALineOfTheirOwn() {
        begun.await(new Due("org-rio/PFA-1", "suspect", NOW, true, 0));
        begun.await(due("org-rio/PFA-2", "other", 0));

        assertThat(begun.pollDue("org-rio", false, NOW).orElseThrow().itemId()).isEqualTo("other");
        assertThat(begun.suspectsInHand("org-rio")).isZero();
        assertThat(begun.pollDue("org-rio", true, NOW).orElseThrow().itemId()).isEqualTo("suspect");
        assertThat(begun.suspectsInHand("org-rio")).isEqualTo(1);
        assertThat(begun.inHand("org-rio")).isEqualTo(2);

        begun.end("org-rio/PFA-1", true);
        assertThat(begun.suspectsInHand("org-rio")).isZero();
        assertThat(begun.inHand("org-rio")).isEqualTo(1);
    }

    @Test
    void thereIsAnEndToHowManyOfOneOrganizationCanBeBegun() {
        for (int i = 0; i < 200; i++) {
            assertThat(begun.isFull("org-rio")).isFalse();
            begun.begin("org-rio/PFA-" + i);
        }

        assertThat(begun.isFull("org-rio")).isTrue();
        assertThat(begun.isFull("org-lima")).isFalse();
    }
}
