package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.worker.StartedItems.Due;
import org.junit.jupiter.api.Test;

class InFlightLimitsTests {

    private static final int MOST = 8;

    private final InFlightLimits inFlight = new InFlightLimits(MOST, true);
    private final StartedItems begun = new StartedItems();

    private int beginAsManyAsMay(String organization) {
        int count = 0;
        while (inFlight.admits(organization, begun)) {
            begun.begin(organization + "/PFA-" + count++);
        }
        return count;
    }

    private void answered(String organization, int times) {
        for (int i = 0; i < times; i++) {
            inFlight.answered(organization);
        }
    }

    @Test
    void anOrganizationBeginsWithFewAndGetsMoreWithEachAnswer() {
        assertThat(beginAsManyAsMay("org-rio")).isEqualTo(2);

        answered("org-rio", 1);
        assertThat(inFlight.admits("org-rio", begun)).isTrue();

        answered("org-rio", 100);
        assertThat(2 + beginAsManyAsMay("org-rio")).isEqualTo(MOST);
        assertThat(inFlight.threads()).isGreaterThan(MOST);
    }

    @Test
    void anOrganizationWhoseRecordsAreNotAnsweredSoonHasOne() {
        answered("org-rio", 100);
        for (int i = 0; i < 4; i++) {
            inFlight.unanswered("org-rio");
        }

        assertThat(beginAsManyAsMay("org-rio")).isEqualTo(1);
    }

    @Test
    void manyOrganizationsWithoutAnswersHoldAThirdOfTheThreads() {
        int inHand = 0;
        for (int i = 0; i < 20; i++) {
            inFlight.unanswered("org-" + i);
            inHand += beginAsManyAsMay("org-" + i);
        }

        assertThat(inHand).isEqualTo(MOST / 2);
        assertThat(inFlight.admits("org-healthy", begun)).isTrue();
    }

    private int beginAsManySuspectsAsMay(String organization) {
        for (int i = 0; i < 2 * MOST; i++) {
            begun.await(new Due(organization + "/PFA-suspect-" + i, "item", 0, true, 0));
        }
        int count = 0;
        while (inFlight.admitsSuspect(organization, begun)) {
            begun.pollDue(organization, true, 0).orElseThrow();
            count++;
        }
        return count;
    }

    @Test
    void suspectItemsTakeNoPlaceOfTheOthersAndLeaveOneToTheNext() {
        assertThat(beginAsManySuspectsAsMay("org-rio")).isEqualTo(MOST / 2 - 1);
        assertThat(beginAsManySuspectsAsMay("org-lima")).isEqualTo(1);
        assertThat(beginAsManySuspectsAsMay("org-quito")).isZero();

        inFlight.unanswered("org-rio");
        assertThat(beginAsManyAsMay("org-rio")).isEqualTo(1);
        assertThat(beginAsManyAsMay("org-healthy")).isEqualTo(2);
    }

    @Test
    void afterAPauseOneGoesFirst() {
        answered("org-rio", 100);
        inFlight.beginAgain("org-rio");

        assertThat(beginAsManyAsMay("org-rio")).isEqualTo(1);
    }

    @Test
    void withoutSharingTheFirstOrganizationMayUseAllThreads() {
        InFlightLimits unshared = new InFlightLimits(MOST, false);
        for (int i = 0; i < unshared.threads(); i++) {
            assertThat(unshared.admits("org-rio", begun)).isTrue();
            begun.begin("org-rio/PFA-" + i);
        }
        assertThat(unshared.admits("org-rio", begun)).isFalse();
    }
}
