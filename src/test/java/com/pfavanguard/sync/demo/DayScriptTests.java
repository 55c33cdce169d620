package com.pfavanguard.sync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.demo.DayStep.Kind;
import com.pfavanguard.sync.event.PfaId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class DayScriptTests {

    private final List<DayStep> day = DayScript.write(new Random());

    @RepeatedTest(20)
    void aDayIsFullButBounded() {
        assertThat(day).isSortedAccordingTo((one, other) -> one.siteTime().compareTo(other.siteTime()));
        assertThat(day.get(0).siteTime()).isEqualTo(DayScript.BEGIN);
        assertThat(day.get(day.size() - 1).siteTime()).isBefore(DayScript.END);
        assertThat(day.stream().mapToInt(step -> step.kind().edits()).sum()).isBetween(80, 150);
        assertThat(day).extracting(DayStep::kind).contains(Kind.values());
    }

    // Otherwise an edit of the day could wait behind its own conflict, or meet a fault that is meant for another.
    @Test
    void recordsThatMeetTroubleAreEditedOnce() {
        Set<PfaId> edited = records(Kind.EDIT);
        List<DayStep> trouble =
                day.stream().filter(step -> step.kind() != Kind.EDIT).toList();

        assertThat(trouble).extracting(DayStep::pfaId).doesNotHaveDuplicates().doesNotContainAnyElementsOf(edited);
    }

    @Test
    void twoDaysHaveNoRecordInCommon() {
        assertThat(DayScript.write(new Random(1)))
                .extracting(DayStep::pfaId)
                .doesNotContainAnyElementsOf(DayScript.write(new Random(2)).stream()
                        .map(DayStep::pfaId)
                        .toList());
    }

    private Set<PfaId> records(Kind kind) {
        return day.stream()
                .filter(step -> step.kind() == kind)
                .map(DayStep::pfaId)
                .collect(Collectors.toSet());
    }
}
