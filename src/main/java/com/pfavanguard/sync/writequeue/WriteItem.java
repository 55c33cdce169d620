package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PfaValues;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One edit of one PFA on its way to PEMS.
 *
 * @param itemId identifies the item as long as it exists, also across retries
 * @param jobId the request it came with
 * @param modificationIdOrNull the sender's name for the edit
 * @param baseVersion the record's version the user was looking at
 * @param baseValuesOrNull the values the user was looking at; {@code null} if the sender did not keep them
 * @param changes the fields set, at least one
 * @param modifiedBy user name, 1 to 100 characters
 * @param changeReasonOrNull up to 1,000 characters
 * @param priority 0 to {@value #MAX_PRIORITY}, higher first
 * @param queuedAt when it was queued first
 */
public record WriteItem(
        UUID itemId,
        String jobId,
        @Nullable String modificationIdOrNull,
        OrganizationId organizationId,
        PfaId pfaId,
        int baseVersion,
        @Nullable PfaValues baseValuesOrNull,
        PfaValues changes,
        String modifiedBy,
        @Nullable String changeReasonOrNull,
        int priority,
        Instant queuedAt) {

    public static final int MAX_PRIORITY = 10;

    public WriteItem {
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority must be 0 to " + MAX_PRIORITY);
        }
        if (baseVersion < 0) {
            throw new IllegalArgumentException("baseVersion must be 0 or more");
        }
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("An item must change at least one field");
        }
        if (modifiedBy.isBlank() || modifiedBy.length() > 100) {
            throw new IllegalArgumentException("modifiedBy must have 1 to 100 characters");
        }
    }

    /** The same edit on another base version, as after a decided conflict. */
    public WriteItem rebased(int baseVersion, @Nullable PfaValues baseValues, PfaValues changes) {
        return new WriteItem(
                itemId,
                jobId,
                modificationIdOrNull,
                organizationId,
                pfaId,
                baseVersion,
                baseValues,
                changes,
                modifiedBy,
                changeReasonOrNull,
                priority,
                queuedAt);
    }

    /** The same edit under another user's name. */
    public WriteItem by(String user) {
        return new WriteItem(
                itemId,
                jobId,
                modificationIdOrNull,
                organizationId,
                pfaId,
                baseVersion,
                baseValuesOrNull,
                changes,
                user,
                changeReasonOrNull,
                priority,
                queuedAt);
    }

    /**
     * Both edits in one: the fields of either, {@code newer}'s values where both set the same field. Each field will be
     * compared with what was seen when it was first set, from the lower of the two versions on, so that no change PEMS
     * has made since either edit goes unnoticed.
     */
    public WriteItem mergedWith(WriteItem newer) {
        return new WriteItem(
                itemId,
                newer.jobId,
                modificationIdOrNull,
                organizationId,
                pfaId,
                Math.min(baseVersion, newer.baseVersion),
                mergedBaseValues(newer),
                changes.overlaidWith(newer.changes),
                newer.modifiedBy,
                newer.changeReasonOrNull == null ? changeReasonOrNull : newer.changeReasonOrNull,
                Math.max(priority, newer.priority),
                queuedAt);
    }

    // A field that the base does not mention had no value, so one edit's base must not speak for the other edit's
    // fields: after a decision the base is PEMS's whole record at that time, which the other edit's user has not seen.
    private @Nullable PfaValues mergedBaseValues(WriteItem newer) {
        if (baseValuesOrNull == null || newer.baseValuesOrNull == null) {
            return null;
        }
        PfaValues ofThis = baseValuesOrNull.only(changes::mentions);
        PfaValues ofNewer =
                newer.baseValuesOrNull.only(name -> newer.changes.mentions(name) && !changes.mentions(name));
        return ofThis.overlaidWith(ofNewer);
    }

    /** The PFA and its organization as one text; no two items of one record are worked on at the same time. */
    public String record() {
        return organizationId + "/" + pfaId;
    }

    @Override
    public String toString() {
        return "item " + itemId + " for PFA " + pfaId + " of organization " + organizationId;
    }
}
