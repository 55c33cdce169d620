package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.conflict.ConflictRecord.Decision;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.WriteItem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conflict as the REST API shows it.
 *
 * @param id the conflict's id, as in the event SYNC_CONFLICT
 * @param organizationId internal id of the organization
 * @param pfaId business key of the record
 * @param modificationId the sender's name for the edit; null if it gave none
 * @param pfaDetails category and class of the record, to show beside it
 * @param localVersion the version the user was looking at
 * @param pemsVersion the version PEMS had when the conflict was found
 * @param conflictFields names of the fields that the user and PEMS changed to different values
 * @param localData the values the user has set
 * @param pemsData the record as PEMS had it when the conflict was found
 * @param maskedFields money fields whose values are left out because the caller lacks the permission
 * @param status whether it has been decided
 * @param resolution the decision; null while there is none
 * @param mergedData the values chosen for a merge; null for every other decision
 * @param createdAt when the conflict was found
 * @param resolvedAt when it was decided; null while it is not
 * @param resolvedBy name of the user who decided it; null while it is not
 * @param modifiedBy name of the user who made the edit
 */
record ConflictView(
        UUID id,
        String organizationId,
        String pfaId,
        @Nullable String modificationId,
        Map<String, @Nullable Object> pfaDetails,
        @Schema(minimum = "0") int localVersion,
        @Schema(minimum = "0") int pemsVersion,
        List<String> conflictFields,
        PfaValues localData,
        PfaValues pemsData,
        List<String> maskedFields,

        @Schema(allowableValues = {"unresolved", "resolved"})
        String status,

        @Nullable ResolutionStrategy resolution,
        @Nullable PfaValues mergedData,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        String modifiedBy) {

    static ConflictView of(ConflictRecord conflict, boolean showMoney) {
        WriteItem item = conflict.item();
        Decision decision = conflict.decisionOrNull();
        PfaValues merged = decision == null ? null : decision.mergedDataOrNull();
        PfaValues everything = conflict.pemsData().overlaidWith(item.changes());
        return new ConflictView(
                conflict.conflictId(),
                item.organizationId().value(),
                item.pfaId().value(),
                item.modificationIdOrNull(),
                details(conflict.pemsData()),
                item.baseVersion(),
                conflict.pemsVersion(),
                conflict.conflictFields(),
                shown(item.changes(), showMoney),
                shown(conflict.pemsData(), showMoney),
                everything.names().stream()
                        .filter(name -> !showMoney && isMoney(name))
                        .toList(),
                decision == null ? "unresolved" : "resolved",
                decision == null ? null : decision.strategy(),
                merged == null ? null : shown(merged, showMoney),
                conflict.createdAt(),
                decision == null ? null : decision.resolvedAt(),
                decision == null ? null : decision.resolvedBy(),
                item.modifiedBy());
    }

    private static Map<String, @Nullable Object> details(PfaValues record) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put(PfaField.CATEGORY.jsonName(), record.get(PfaField.CATEGORY));
        details.put(PfaField.CLASS.jsonName(), record.get(PfaField.CLASS));
        return details;
    }

    static PfaValues shown(PfaValues values, boolean showMoney) {
        return showMoney ? values : values.only(name -> !isMoney(name));
    }

    private static boolean isMoney(String name) {
        return PfaField.named(name).map(PfaField::financial).orElse(false);
    }
}
