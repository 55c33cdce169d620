package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One write to one record (domain.md, "PEMS write API").
 *
 * @param changes the fields to set, at least one; null clears a field
 * @param version the record's version that the update was made against; PEMS refuses any other
 * @param modifiedBy user name of the person who made the edit, 1 to 100 characters
 * @param changeReasonOrNull why, in that person's words, up to 1,000 characters
 */
public record PemsUpdate(
        OrganizationId organizationId,
        PfaId pfaId,
        PfaValues changes,
        int version,
        String modifiedBy,
        @Nullable String changeReasonOrNull) {

    public PemsUpdate {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("An update must change at least one field");
        }
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more");
        }
        if (modifiedBy.isBlank() || modifiedBy.length() > 100) {
            throw new IllegalArgumentException("modifiedBy must have 1 to 100 characters");
        }
        if (changeReasonOrNull != null && changeReasonOrNull.length() > 1000) {
            throw new IllegalArgumentException("changeReason has more than 1000 characters");
        }
        modifiedBy = Texts.wellFormed(modifiedBy);
        changeReasonOrNull = changeReasonOrNull == null ? null : Texts.wellFormed(changeReasonOrNull);
    }
}
