package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTests {

    private final TestNanoTime nanoTime = new TestNanoTime();
    private final Map<String, Long> queue = new HashMap<>();
    private Duration countTakes = Duration.ofMillis(1);
    private int counted;
    private final Backlog backlog = new Backlog(this::count, nanoTime);

    private Map<String, Long> count() {
        counted++;
        nanoTime.advance(countTakes);
        return Map.copyOf(queue);
    }

    private void refreshAfter(Duration duration) {
        nanoTime.advance(duration);
        backlog.refresh();
    }

    @Test
    void isCountedOnceASecondAsLongAsThereIsAny() {
        queue.put("org-rio", 2L);

        backlog.refresh();
        refreshAfter(Duration.ofMillis(500));
        assertThat(counted).isEqualTo(1);
        refreshAfter(Duration.ofMillis(500));
        assertThat(counted).isEqualTo(2);
        assertThat(backlog.organizations()).containsExactly("org-rio");
    }

    @Test
    void anEmptyQueueIsNotAskedForAgainUntilSomethingMoves() {
        backlog.refresh();
        refreshAfter(Duration.ofHours(1));
        assertThat(counted).isEqualTo(1);

        backlog.look();
        refreshAfter(Duration.ZERO);
        assertThat(counted).isEqualTo(2);
    }

    @Test
    void whatIsTakenIsTakenOff() {
        queue.put("org-rio", 2L);
        queue.put("org-lima", 5L);
        backlog.refresh();

        backlog.taken("org-rio");
        assertThat(backlog.has("org-rio")).isTrue();
        backlog.taken("org-rio");
        assertThat(backlog.has("org-rio")).isFalse();
        backlog.exhausted("org-lima");
        assertThat(backlog.has("org-lima")).isFalse();
    }

    @Test
    void aBrokerThatIsSlowToCountIsAskedLessOftenAndWaitedForLonger() {
        queue.put("org-rio", 2L);
        countTakes = Duration.ofMillis(200);
        backlog.refresh();

        refreshAfter(Duration.ofSeconds(3));
        assertThat(counted).isEqualTo(1);
        assertThat(backlog.patience()).isEqualTo(Duration.ofMillis(600));
        refreshAfter(Duration.ofSeconds(1));
        assertThat(counted).isEqualTo(2);
    }
}
