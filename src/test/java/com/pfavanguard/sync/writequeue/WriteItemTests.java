package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PfaValues;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two edits of one modification in one. */
class WriteItemTests {

    private static WriteItem edit(
            int baseVersion, @Nullable Map<String, Object> baseValues, Map<String, Object> changes) {
        return new WriteItem(
                UUID.randomUUID(),
                "write-sync-1-org-rio",
                "m-1",
                new OrganizationId("org-rio"),
                new PfaId("PFA-1"),
                baseVersion,
                baseValues == null ? null : PfaValues.of(baseValues),
                PfaValues.of(changes),
                "m.ortega",
                null,
                0,
                Instant.EPOCH);
    }

    @Test
    void earlierFieldsStayAndLaterValuesWin() {
        WriteItem earlier = edit(1, null, Map.of("model", "old", "dor", "BEO"));

        WriteItem both = earlier.mergedWith(edit(1, null, Map.of("model", "new", "category", "Crane")));

        assertThat(both.changes()).isEqualTo(PfaValues.of(Map.of("model", "new", "dor", "BEO", "category", "Crane")));
        assertThat(both.itemId()).isEqualTo(earlier.itemId());
    }

    @Test
    void aFieldIsComparedWithWhatWasSeenWhenItWasFirstSet() {
        WriteItem earlier = edit(1, Map.of("model", "seen first"), Map.of("model", "a"));
        WriteItem newer = edit(1, Map.of("model", "a", "dor", "BEO"), Map.of("model", "b", "dor", "PROJECT"));

        assertThat(earlier.mergedWith(newer).baseValuesOrNull())
                .isEqualTo(PfaValues.of(Map.of("model", "seen first", "dor", "BEO")));
    }

    @Test
    void aFieldThatHadNoValueWhenItWasFirstSetStaysSo() {
        WriteItem earlier = edit(1, Map.of(), Map.of("model", "a"));
        WriteItem newer = edit(2, Map.of("model", "a"), Map.of("model", "b"));

        assertThat(earlier.mergedWith(newer).baseValuesOrNull()).isEqualTo(PfaValues.none());
    }

    @Test
    void theRecordADecisionWasBasedOnDoesNotHideWhatTheNewerEditHasNotSeen() {
        WriteItem decided = edit(5, Map.of("model", "PEMS's", "dor", "PROJECT"), Map.of("model", "decided"));
        WriteItem newer = edit(1, Map.of("dor", "BEO"), Map.of("dor", "BEO"));

        WriteItem both = decided.mergedWith(newer);

        assertThat(both.baseVersion()).isEqualTo(1);
        assertThat(both.baseValuesOrNull()).isEqualTo(PfaValues.of(Map.of("model", "PEMS's", "dor", "BEO")));
    }

    @Test
    void anEditThatClaimsALaterVersionDoesNotLiftTheBaseOfTheOther() {
        assertThat(edit(1, Map.of(), Map.of("model", "a"))
                        .mergedWith(edit(99, Map.of(), Map.of("dor", "BEO")))
                        .baseVersion())
                .isEqualTo(1);
    }

    @Test
    void whatNobodyKeptOfOneEditIsNotTakenFromTheOther() {
        WriteItem known = edit(1, Map.of("model", "x", "dor", "BEO"), Map.of("model", "a"));
        WriteItem unknown = edit(1, null, Map.of("dor", "PROJECT"));

        assertThat(known.mergedWith(unknown).baseValuesOrNull()).isNull();
        assertThat(unknown.mergedWith(known).baseValuesOrNull()).isNull();
    }
}
