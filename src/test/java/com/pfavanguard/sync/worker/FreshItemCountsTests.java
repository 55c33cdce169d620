package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshItemCountsTests {

    private final TestNanoTime nanoTime = new TestNanoTime();
    private final Map<String, Long> queue = new HashMap<>();
    private Duration countTakes = Duration.ofMillis(1);
    private int counted;
    private final FreshItemCounts counts = new FreshItemCounts(this::count, nanoTime);

    private Map<String, Long> count() {
        counted++;
        nanoTime.advance(countTakes);
        return Map.copyOf(queue);
    }

    private void refreshAfter(Duration duration) {
        nanoTime.advance(duration);
        counts.refresh();
    }

    @Test
    void isCountedOnceASecondAsLongAsThereIsAny() {
        queue.put("org-rio", 2L);

        counts.refresh();
        refreshAfter(Duration.ofMillis(500));
        assertThat(counted).isEqualTo(1);
        refreshAfter(Duration.ofMillis(500));
        assertThat(counted).isEqualTo(2);
        assertThat(counts.organizations()).containsExactly("org-rio");
    }

    @Test
    void anEmptyQueueIsNotAskedForAgainUntilSomethingMoves() {
        counts.refresh();
        refreshAfter(Duration.ofHours(1));
        assertThat(counted).isEqualTo(1);

        counts.mayHaveGrown();
        refreshAfter(Duration.ZERO);
        assertThat(counted).isEqualTo(2);
    }

    @Test
    void whatIsTakenIsTakenOff() {
        queue.put("org-rio", 2L);
        queue.put("org-lima", 5L);
        counts.refresh();

        counts.taken("org-rio");
        assertThat(counts.has("org-rio")).isTrue();
        counts.taken("org-rio");
        assertThat(counts.has("org-rio")).isFalse();
        counts.exhausted("org-lima");
        assertThat(counts.has("org-lima")).isFalse();
    }

    @Test
    void aBrokerThatIsSlowToCountIsAskedLessOftenAndWaitedForLonger() {
        queue.put("org-rio", 2L);
        countTakes = Duration.ofMillis(200);
        counts.refresh();

        refreshAfter(Duration.ofSeconds(3));
        assertThat(counted).isEqualTo(1);
        assertThat(counts.patience()).isEqualTo(Duration.ofMillis(600));
        refreshAfter(Duration.ofSeconds(1));
        assertThat(counted).isEqualTo(2);
    }
}
