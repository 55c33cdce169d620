package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.worker.OutageDetector.Probe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageDetectorTests {

    private static final Duration OPEN_TIME = Duration.ofSeconds(10);

    private final TestNanoTime nanoTime = new TestNanoTime();
    private final OutageDetector outage = new OutageDetector(5, OPEN_TIME, 2, nanoTime);

    private void unanswered(int times) {
        for (int i = 0; i < times; i++) {
            outage.unanswered("org-rio/PFA-" + i);
        }
    }

    @Test
    void fiveRequestsInARowWithoutAnAnswerAreAnOutage() {
        unanswered(4);
        assertThat(outage.isDown()).isFalse();

        unanswered(1);
        assertThat(outage.isDown()).isTrue();
    }

    @Test
    void anAnswerInBetweenShowsThatThereIsNone() {
        unanswered(4);
        outage.answered("org-lima/PFA-1");
        unanswered(4);

        assertThat(outage.isDown()).isFalse();
    }

    @Test
    void oneAnswerEndsIt() {
        unanswered(5);
        outage.answered("org-lima/PFA-1");

        assertThat(outage.isDown()).isFalse();
        assertThat(outage.admits("org-rio")).isTrue();
    }

    @Test
    void anOrganizationWithoutAnAnswerWaitsAndThenTriesWithAFew() {
        unanswered(5);
        assertThat(outage.admits("org-rio")).isFalse();

        nanoTime.advance(OPEN_TIME);

        Probe first = outage.begin("org-rio").orElseThrow();
        assertThat(outage.admits("org-rio")).isTrue();
        outage.begin("org-rio").orElseThrow();
        assertThat(outage.admits("org-rio")).isFalse();
        outage.end(first);
        assertThat(outage.admits("org-rio")).isTrue();
    }

    @Test
    void anOrganizationThatHasNotAskedYetNeedNotWaitWhateverTheOthersHaveInHand() {
        unanswered(5);
        nanoTime.advance(OPEN_TIME);
        outage.begin("org-rio").orElseThrow();
        outage.begin("org-rio").orElseThrow();

        assertThat(outage.admits("org-lima")).isTrue();
        Probe probe = outage.begin("org-lima").orElseThrow();
        outage.unanswered("org-lima/PFA-1");
        outage.end(probe);
        assertThat(outage.admits("org-lima")).isFalse();
    }

    @Test
    void aFailureIsTheRecordsOwnIfAnotherWasAnsweredSince() {
        outage.answered("org-rio/PFA-1");
        long mark = outage.mark();
        assertThat(outage.hasAnsweredForAnother("org-rio/PFA-2", mark)).isFalse();

        outage.answered("org-rio/PFA-2");
        outage.answered("org-rio/PFA-2");
        assertThat(outage.hasAnsweredForAnother("org-rio/PFA-2", mark)).isFalse();

        outage.answered("org-lima/PFA-2");
        outage.answered("org-rio/PFA-2");
        assertThat(outage.hasAnsweredForAnother("org-rio/PFA-2", mark)).isTrue();
    }

    @Test
    void beforeItIsAnOutageARecordThatWasAnsweredIsAskedFor() {
        outage.answered("org-rio/PFA-old");
        outage.answered("org-rio/PFA-good");
        unanswered(4);

        assertThat(outage.witnessAgainst("org-rio/PFA-good")).contains("org-rio/PFA-old");
        assertThat(outage.witnessAgainst("org-rio/PFA-bad")).isEmpty();
        outage.asked();
        assertThat(outage.witnessAgainst("org-rio/PFA-bad")).contains("org-rio/PFA-good");
        outage.asked();
    }

    @Test
    void aWitnessWithoutAnAnswerInAnOutageIsAskedAgainAfterTheOthers() {
        outage.answered("org-rio/PFA-old");
        outage.answered("org-rio/PFA-good");
        unanswered(5);

        outage.unanswered("org-rio/PFA-good");
        assertThat(outage.witnessAgainst("org-rio/PFA-bad")).contains("org-rio/PFA-old");
        outage.asked();
        outage.unanswered("org-rio/PFA-old");
        assertThat(outage.witnessAgainst("org-rio/PFA-bad")).contains("org-rio/PFA-good");
    }

    @Test
    void aWitnessWithoutAnAnswerAtOtherTimesIsNoWitnessAnyMore() {
        outage.answered("org-rio/PFA-old");
        outage.answered("org-rio/PFA-good");
        outage.unanswered("org-rio/PFA-good");
        unanswered(3);

        assertThat(outage.witnessAgainst("org-rio/PFA-bad")).contains("org-rio/PFA-old");
    }

    @Test
    void aFewRequestsWithoutAnAnswerNeedNoWitness() {
        outage.answered("org-rio/PFA-good");
        unanswered(3);

        assertThat(outage.witnessAgainst("org-rio/PFA-bad")).isEmpty();
    }
}
