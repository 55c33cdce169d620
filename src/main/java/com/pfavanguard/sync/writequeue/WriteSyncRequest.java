package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.pems.PfaValues;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edits to write to PEMS, all or none.
 *
 * @param organizationId internal id of the organization
 * @param priority 0 to 10, higher first; default 0
 * @param modifications the edits
 */
record WriteSyncRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String organizationId,

        @Schema(minimum = "0", maximum = "10") @Nullable Integer priority,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Size(min = 1, max = 1_000) @Nullable List<@Nullable Modification> modifications) {

    // Any field may be missing in Java, so that WriteSyncRules can say in one answer what is missing. The limits in the
    // annotations are descriptions: WriteSyncRules and the controller check them.

    /**
     * One edit.
     *
     * @param modificationId the sender's name for the edit, up to 100 characters
     * @param pfaId business key of the record
     * @param baseVersion the record's version the user was looking at
     * @param baseValues the values the user was looking at, at least of the changed fields; if left out, every field
     *     PEMS has changed since counts as a conflict
     * @param changes the fields to set; null clears one
     * @param modifiedBy user name; default: the caller. Where tokens are asked for, another user's needs
     *     perm_ActForOthers
     * @param changeReason up to 1,000 characters
     */
    record Modification(
            @Schema(minLength = 1, maxLength = 100) @Nullable String modificationId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String pfaId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "0") @Nullable Integer baseVersion,

            @Nullable PfaValues baseValues,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable PfaValues changes,

            @Schema(minLength = 1, maxLength = 100) @Nullable String modifiedBy,

            @Schema(minLength = 1, maxLength = 1_000) @Nullable String changeReason) {

        Modification by(String user) {
            return new Modification(modificationId, pfaId, baseVersion, baseValues, changes, user, changeReason);
        }
    }
}
