package com.pfavanguard.sync.event;

import java.time.Instant;

/**
 * The item has failed for good, whatever the cause.
 *
 * @param error shown to users: short and plain text. A text longer than {@value #MAX_ERROR_LENGTH} characters is cut,
 *     ending with an ellipsis, rather than refused: a long text must not hide the failure
 * @param retryCount retries already used: 0 when the first attempt failed for good, 3 when all retries are spent
 */
public record SyncFailed(
        EventId eventId, OrganizationId organizationId, PfaId pfaId, Instant timestamp, String error, int retryCount)
        implements SyncEvent {

    static final int MAX_ERROR_LENGTH = 500;

    public SyncFailed {
        timestamp = Timestamps.checked(timestamp);
        error = Texts.cut(Texts.wellFormed(error), MAX_ERROR_LENGTH);
        if (error.isBlank()) {
            throw new IllegalArgumentException("error must not be blank");
        }
        if (retryCount < 0) {
            throw new IllegalArgumentException("retryCount must be 0 or more");
        }
    }

    @Override
    public SyncEventType type() {
        return SyncEventType.SYNC_FAILED;
    }
}
