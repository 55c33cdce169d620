package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrganizationPausesTests {

    private final TestNanoTime nanoTime = new TestNanoTime();
    private final OrganizationPauses pauses =
            new OrganizationPauses(Duration.ofSeconds(5), Duration.ofSeconds(15), nanoTime);

    @Test
    void aPauseEndsByItself() {
        assertThat(pauses.pause("org-rio")).isTrue();
        assertThat(pauses.left("org-rio")).contains(Duration.ofSeconds(5));
        assertThat(pauses.all()).containsExactly("org-rio");
        assertThat(pauses.isPaused("org-lima")).isFalse();

        nanoTime.advance(Duration.ofSeconds(5));

        assertThat(pauses.isPaused("org-rio")).isFalse();
        assertThat(pauses.all()).isEmpty();
        assertThat(pauses.isUnproven("org-rio")).isTrue();
    }

    @Test
    void theOrganizationsInARowDoNotBlinkBetweenTwoPauses() {
        pauses.pause("org-rio");
        nanoTime.advance(Duration.ofSeconds(5));
        assertThat(pauses.inARow()).containsExactly("org-rio");

        nanoTime.advance(Duration.ofSeconds(60));

        assertThat(pauses.inARow()).isEmpty();
        assertThat(pauses.isUnproven("org-rio")).isTrue();
    }

    @Test
    void oneThatIsOnCannotBeProlonged() {
        pauses.pause("org-rio");
        nanoTime.advance(Duration.ofSeconds(4));

        assertThat(pauses.pause("org-rio")).isFalse();
        assertThat(pauses.left("org-rio")).contains(Duration.ofSeconds(1));
    }

    @Test
    void oneAfterAnotherIsTwiceAsLongUpToALimit() {
        for (int seconds : new int[] {5, 10, 15, 15}) {
            assertThat(pauses.pause("org-rio")).isEqualTo(seconds == 5);
            assertThat(pauses.left("org-rio")).contains(Duration.ofSeconds(seconds));
            nanoTime.advance(Duration.ofSeconds(seconds));
        }

        pauses.end("org-rio");
        assertThat(pauses.pause("org-rio")).isTrue();
        assertThat(pauses.left("org-rio")).contains(Duration.ofSeconds(5));
    }
}
