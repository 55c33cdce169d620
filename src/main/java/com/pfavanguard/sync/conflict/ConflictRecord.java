package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conflict as it was found, with the decision once there is one.
 *
 * @param item the edit in conflict
 * @param pemsData the whole record as PEMS had it
 * @param pemsVersion the version it had then
 * @param conflictFields names of the fields both have set
 * @param decisionOrNull {@code null} as long as it is unresolved
 */
record ConflictRecord(
        UUID conflictId,
        WriteItem item,
        PfaValues pemsData,
        int pemsVersion,
        List<String> conflictFields,
        Instant createdAt,
        @Nullable Decision decisionOrNull) {

    ConflictRecord {
        conflictFields = List.copyOf(conflictFields);
    }

    Disagreement disagreement() {
        return new Disagreement(item.changes(), pemsData, pemsVersion, conflictFields);
    }

    ConflictRecord decided(Decision decision) {
        return new ConflictRecord(conflictId, item, pemsData, pemsVersion, conflictFields, createdAt, decision);
    }

    /**
     * Who decided what, and when.
     *
     * @param mergedDataOrNull the choices made, for a merge
     */
    record Decision(
            ResolutionStrategy strategy, @Nullable PfaValues mergedDataOrNull, String resolvedBy, Instant resolvedAt) {}
}
