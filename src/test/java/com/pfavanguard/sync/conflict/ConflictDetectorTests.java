package com.pfavanguard.sync.conflict;

import static com.pfavanguard.sync.conflict.Records.at;
import static com.pfavanguard.sync.conflict.Records.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.pfavanguard.sync.conflict.Comparison.AheadOfPems;
import com.pfavanguard.sync.conflict.Comparison.AutoMerged;
import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Comparison.NoConflict;
import com.pfavanguard.sync.pems.PemsUpdateResult.VersionConflict;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictDetectorTests {

    private static final PfaValues BASE =
            values("forecastEnd", "2026-10-31", "monthlyRate", 4000, "model", "336", "dor", "BEO");

    private static final PfaValues CHANGES = values("forecastEnd", "2026-11-30", "monthlyRate", 4125.5);

    private static PendingEdit editOfVersion1(PfaValues changes) {
        return new PendingEdit(1, BASE, changes);
    }

    private static PfaRecord pems(int version, Object... changed) {
        return at(version, BASE.overlaidWith(values(changed)));
    }

    @Test
    void aRecordThatHasNotMovedOnIsWrittenAsItIs() {
        assertThat(ConflictDetector.compare(editOfVersion1(CHANGES), pems(1))).isEqualTo(new NoConflict(CHANGES, 1));
    }

    @Test
    void anEditOfALaterVersionThanTheRecordsIsNotWritten() {
        PendingEdit edit = new PendingEdit(7, BASE, CHANGES);

        assertThat(ConflictDetector.compare(edit, pems(2, "monthlyRate", 1))).isEqualTo(new AheadOfPems(2));
    }

    @Test
    void aRecordThatIsSetBackAfterARefusalIsNotWrittenEither() {
        PendingEdit edit = new PendingEdit(7, BASE, CHANGES);
        VersionConflict refusal = new VersionConflict(2, List.of());

        assertThat(ConflictDetector.compareAfterRefusal(edit, pems(2), 7, refusal))
                .isEqualTo(new AheadOfPems(2));
    }

    @ParameterizedTest(name = "{0} versions in between")
    @ValueSource(ints = {1, 2, 3, 10})
    void theSameFieldChangedOnBothSidesIsAConflictHoweverManyVersionsLieBetween(int versions) {
        PfaRecord current = pems(1 + versions, "monthlyRate", 5000);

        assertThat(ConflictDetector.compare(editOfVersion1(CHANGES), current))
                .isEqualTo(new Conflicting(List.of("monthlyRate"), 1 + versions));
    }

    @Test
    void changesToOtherFieldsAreMerged() {
        assertThat(ConflictDetector.compare(editOfVersion1(CHANGES), pems(4, "model", "390", "dor", "PROJECT")))
                .isEqualTo(new AutoMerged(CHANGES, 4));
    }

    @Test
    void theSameValueSetOnBothSidesIsNoConflict() {
        PfaRecord current = pems(2, "monthlyRate", "4125.50", "forecastEnd", "2026-11-30T00:00:00.000Z");

        assertThat(ConflictDetector.compare(editOfVersion1(CHANGES), current)).isEqualTo(new AutoMerged(CHANGES, 2));
    }

    @Test
    void aVersionThatMovedWithoutAnyChangeIsMerged() {
        PfaRecord current = pems(9, "forecastEnd", "2026-10-31T02:00+02:00", "monthlyRate", "4000.0");

        assertThat(ConflictDetector.compare(editOfVersion1(CHANGES), current)).isEqualTo(new AutoMerged(CHANGES, 9));
    }

    @Test
    void aFieldClearedInPemsIsAChange() {
        assertThat(ConflictDetector.compare(editOfVersion1(CHANGES), pems(2, "monthlyRate", null)))
                .isEqualTo(new Conflicting(List.of("monthlyRate"), 2));
    }

    @Test
    void aFieldTheUserClearsIsAnEditLikeAnyOther() {
        PfaValues cleared = values("model", null);

        assertThat(ConflictDetector.compare(editOfVersion1(cleared), pems(2, "model", "390")))
                .isEqualTo(new Conflicting(List.of("model"), 2));
        assertThat(ConflictDetector.compare(editOfVersion1(cleared), pems(2, "model", null)))
                .isEqualTo(new AutoMerged(cleared, 2));
    }

    @Test
    void aFieldTheBaseDoesNotMentionHadNoValue() {
        PendingEdit edit = new PendingEdit(1, PfaValues.none(), values("model", "390", "manufacturer", "Volvo"));

        assertThat(ConflictDetector.compare(edit, at(2, values("model", "336"))))
                .isEqualTo(new Conflicting(List.of("model"), 2));
    }

    @Test
    void withoutABaseEveryFieldThatDiffersIsInConflict() {
        PendingEdit edit = new PendingEdit(1, null, CHANGES.overlaidWith(values("model", "336")));

        assertThat(ConflictDetector.compare(edit, pems(2)))
                .isEqualTo(new Conflicting(List.of("forecastEnd", "monthlyRate"), 2));
    }

    @Test
    void withoutABaseButWithNothingDifferentThereIsNothingToAsk() {
        PendingEdit edit = new PendingEdit(1, null, values("model", " 336 "));

        assertThat(ConflictDetector.compare(edit, pems(2))).isInstanceOf(AutoMerged.class);
    }

    @Test
    void bookkeepingIsNobodysConflict() {
        PendingEdit edit = new PendingEdit(1, null, values("syncBatchId", "b1", "lastSyncedAt", "2026-01-01"));

        assertThat(ConflictDetector.compare(edit, pems(2, "syncBatchId", "b2"))).isInstanceOf(AutoMerged.class);
    }

    @Test
    void aRefusedWriteIsComparedAgainWithTheNewRecord() {
        VersionConflict refusal = new VersionConflict(2, List.of("monthlyRate"));

        assertThat(ConflictDetector.compareAfterRefusal(
                        editOfVersion1(CHANGES), pems(2, "monthlyRate", 5000), 1, refusal))
                .isEqualTo(new Conflicting(List.of("monthlyRate"), 2));
        assertThat(ConflictDetector.compareAfterRefusal(editOfVersion1(CHANGES), pems(2, "model", "390"), 1, refusal))
                .isEqualTo(new AutoMerged(CHANGES, 2));
    }

    @Test
    void aRefusalTheRecordDoesNotExplainIsAConflictOnTheFieldsPemsNames() {
        VersionConflict refusal = new VersionConflict(9, List.of("model", "monthlyRate"));

        assertThat(ConflictDetector.compareAfterRefusal(editOfVersion1(CHANGES), pems(1), 1, refusal))
                .isEqualTo(new Conflicting(List.of("monthlyRate"), 9));
    }

    @Test
    void aRefusalOfAMergedWriteWithoutAnyNewerVersionDoesNotLoop() {
        VersionConflict refusal = new VersionConflict(null, List.of());

        assertThat(ConflictDetector.compareAfterRefusal(editOfVersion1(CHANGES), pems(3, "model", "390"), 3, refusal))
                .isEqualTo(new Conflicting(List.of("forecastEnd", "monthlyRate"), 3));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsRecognised() {
        assertThat(ConflictDetector.alreadyHolds(
                        pems(2, "forecastEnd", "2026-11-30", "monthlyRate", "4125.5"), CHANGES))
                .isTrue();
        assertThat(ConflictDetector.alreadyHolds(pems(2, "forecastEnd", "2026-11-30"), CHANGES))
                .isFalse();
    }

    @Test
    void aConflictIsAboutSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Conflicting(List.of(), 1));
    }
}
