package com.pfavanguard.sync.conflict;

import static com.pfavanguard.sync.conflict.Records.at;
import static com.pfavanguard.sync.conflict.Records.values;
import static com.pfavanguard.sync.conflict.ResolutionStrategy.MERGE;
import static com.pfavanguard.sync.conflict.ResolutionStrategy.USE_LOCAL;
import static com.pfavanguard.sync.conflict.ResolutionStrategy.USE_PEMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Comparison.NoConflict;
import com.pfavanguard.sync.conflict.Resolution.KeepPems;
import com.pfavanguard.sync.conflict.Resolution.WriteAgain;
import com.pfavanguard.sync.pems.PfaFault;
import com.pfavanguard.sync.pems.PfaFault.Code;
import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictResolverTests {

    private static final PfaValues PEMS_DATA = values(
            "source", "Rental",
            "monthlyRate", 5000,
            "forecastStart", "2026-03-01",
            "forecastEnd", "2026-12-31",
            "model", "390",
            "isDiscontinued", false);

    private static final PfaValues LOCAL_DATA =
            values("monthlyRate", 4125.5, "forecastEnd", "2026-11-30", "model", "336", "dor", "BEO");

    private static final Disagreement CONFLICT =
            new Disagreement(LOCAL_DATA, PEMS_DATA, 5, List.of("monthlyRate", "forecastEnd"));

    private static List<String> faults(ResolutionStrategy strategy, PfaValues mergedData) {
        InvalidResolutionException refusal = catchThrowableOfType(
                InvalidResolutionException.class, () -> ConflictResolver.resolve(CONFLICT, strategy, mergedData));
        return refusal.faults().stream()
                .map(fault -> fault.field() + " " + fault.code())
                .toList();
    }

    private static PendingEdit edit(Resolution resolution) {
        return ((WriteAgain) resolution).edit();
    }

    @Test
    void useLocalWritesTheWholeEditAgain() {
        PendingEdit edit = edit(ConflictResolver.resolve(CONFLICT, USE_LOCAL, null));

        assertThat(edit).isEqualTo(new PendingEdit(5, PEMS_DATA, LOCAL_DATA));
    }

    @Test
    void usePemsDropsTheWholeEdit() {
        assertThat(ConflictResolver.resolve(CONFLICT, USE_PEMS, null)).isEqualTo(new KeepPems(5));
    }

    @Test
    void mergeKeepsTheUsersOtherEdits() {
        PfaValues chosen = values("monthlyRate", "4500.00", "forecastEnd", "2026-12-31");

        PendingEdit edit = edit(ConflictResolver.resolve(CONFLICT, MERGE, chosen));

        assertThat(edit.changes())
                .isEqualTo(values("model", "336", "dor", "BEO", "monthlyRate", 4500, "forecastEnd", "2026-12-31"));
        assertThat(edit.baseVersion()).isEqualTo(5);
        assertThat(edit.baseValues()).contains(PEMS_DATA);
    }

    @Test
    void mergeNeedsAChoiceForEveryFieldInConflict() {
        String rate = "monthlyRate " + Code.MISSING_REQUIRED_FIELD;
        String end = "forecastEnd " + Code.MISSING_REQUIRED_FIELD;

        assertThat(faults(MERGE, null)).containsExactly(rate, end);
        assertThat(faults(MERGE, PfaValues.none())).containsExactly(rate, end);
        assertThat(faults(MERGE, values("monthlyRate", 4500))).containsExactly(end);
    }

    @Test
    void aChoiceMayBeToClearTheField() {
        PfaValues chosen = values("monthlyRate", 4500, "forecastEnd", null);

        assertThat(edit(ConflictResolver.resolve(CONFLICT, MERGE, chosen))
                        .changes()
                        .mentions("forecastEnd"))
                .isTrue();
    }

    @Test
    void mergeReachesNoFieldThatIsNotInConflict() {
        assertThat(faults(
                        MERGE,
                        values("monthlyRate", 1, "forecastEnd", "2026-11-30", "model", "336", "category", "Cranes")))
                .containsExactly("model " + Code.INVALID_FIELD, "category " + Code.INVALID_FIELD);
    }

    @Test
    void whatIsChosenKeepsTheRules() {
        assertThat(faults(MERGE, values("monthlyRate", -1, "forecastEnd", "2026-02-28")))
                .containsExactlyInAnyOrder(
                        "monthlyRate " + Code.INVALID_RANGE, "forecastEnd " + Code.INVALID_DATE_ORDER);
        assertThat(faults(MERGE, values("monthlyRate", null, "forecastEnd", "2026-12-31")))
                .containsExactly("monthlyRate " + Code.MISSING_REQUIRED_FIELD);
    }

    @Test
    void theUsersValuesMayHaveBecomeInvalidThroughWhatPemsChanged() {
        Disagreement conflict = new Disagreement(
                LOCAL_DATA, PEMS_DATA.overlaidWith(values("forecastStart", "2026-12-15")), 5, List.of("monthlyRate"));

        InvalidResolutionException refusal = catchThrowableOfType(
                InvalidResolutionException.class, () -> ConflictResolver.resolve(conflict, USE_LOCAL, null));

        assertThat(refusal.faults()).extracting(PfaFault::field).containsExactly("forecastEnd");
    }

    @Test
    void whatWasResolvedIsWrittenUnlessPemsMovesOnceMore() {
        PendingEdit edit = edit(ConflictResolver.resolve(CONFLICT, USE_LOCAL, null));

        assertThat(ConflictDetector.compare(edit, at(5, PEMS_DATA))).isEqualTo(new NoConflict(LOCAL_DATA, 5));
        assertThat(ConflictDetector.compare(edit, at(6, PEMS_DATA.overlaidWith(values("model", "395")))))
                .isEqualTo(new Conflicting(List.of("model"), 6));
    }

    @ParameterizedTest
    @EnumSource
    void strategiesAreFoundByTheirJsonName(ResolutionStrategy strategy) {
        assertThat(ResolutionStrategy.named(strategy.jsonName())).contains(strategy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"use_remote", "MERGE", ""})
    void otherStrategiesDoNotExist(String name) {
        assertThat(ResolutionStrategy.named(name)).isEmpty();
    }
}
