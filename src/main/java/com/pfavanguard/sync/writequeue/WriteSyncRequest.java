package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.pems.PfaValues;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edits to write to PEMS, all or none. Any field may be missing here; {@link WriteSyncRules} says which are required.
 *
 * @param priority 0 to 10, higher first; default 0
 */
record WriteSyncRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String organizationId,

        @Nullable Integer priority,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<@Nullable Modification> modifications) {

    /**
     * One edit.
     *
     * @param modificationId the sender's name for the edit, up to 100 characters
     * @param baseVersion the record's version the user was looking at
     * @param baseValues the values the user was looking at, at least of the changed fields; if left out, every field
     *     PEMS has changed since counts as a conflict
     * @param changes the fields to set; null clears one
     * @param modifiedBy user name; default: the caller. Where tokens are asked for, another user's needs
     *     perm_ActForOthers
     * @param changeReason up to 1,000 characters
     */
    record Modification(
            @Nullable String modificationId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String pfaId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Integer baseVersion,

            @Nullable PfaValues baseValues,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable PfaValues changes,

            @Schema(description = "User name; default: the caller. With tokens, another user's needs perm_ActForOthers")
            @Nullable String modifiedBy,

            @Nullable String changeReason) {

        Modification by(String user) {
            return new Modification(modificationId, pfaId, baseVersion, baseValues, changes, user, changeReason);
        }
    }
}
