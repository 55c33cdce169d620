package com.pfavanguard.sync.event;

import java.time.Instant;
import java.util.List;

/**
 * The user and PEMS changed the same fields; a person must decide. Carries the fields' names, never their values:
 * those are read by REST, where permissions are checked.
 *
 * @param conflictId identifies the conflict record, 1 to 100 characters
 * @param conflictingFields names of the fields in conflict, at most {@value #MAX_FIELDS}, each 1 to 64 characters
 */
public record SyncConflict(
        EventId eventId,
        OrganizationId organizationId,
        PfaId pfaId,
        Instant timestamp,
        String conflictId,
        List<String> conflictingFields)
        implements SyncEvent {

    static final int MAX_FIELDS = 100;

    public SyncConflict {
        timestamp = Timestamps.checked(timestamp);
        conflictingFields = conflictingFields.stream().map(Texts::wellFormed).toList();
        if (!EventId.isValid(conflictId)) {
            throw new IllegalArgumentException("conflictId must match " + EventId.SYNTAX);
        }
        if (conflictingFields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("conflictingFields holds more than " + MAX_FIELDS + " names");
        }
        if (conflictingFields.stream().anyMatch(name -> name.isBlank() || name.length() > 64)) {
            throw new IllegalArgumentException("conflictingFields must be names of 1 to 64 characters");
        }
    }

    @Override
    public SyncEventType type() {
        return SyncEventType.SYNC_CONFLICT;
    }
}
