package com.pfavanguard.sync.event;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PEMS has accepted the write, or a conflict was settled by keeping the values PEMS holds.
 *
 * @param newVersion the record's version from now on, 0 or more
 * @param resolutionOrNull how a conflict ended without a write; {@value #USE_PEMS} is the only value today
 */
public record SyncSuccess(
        EventId eventId,
        OrganizationId organizationId,
        PfaId pfaId,
        Instant timestamp,
        int newVersion,
        @Nullable String resolutionOrNull)
        implements SyncEvent {

    /** The conflict was settled by keeping what PEMS holds; open screens clear the badge. */
    public static final String USE_PEMS = "use_pems";

    public SyncSuccess {
        timestamp = Timestamps.checked(timestamp);
        if (newVersion < 0) {
            throw new IllegalArgumentException("newVersion must be 0 or more");
        }
        if (resolutionOrNull != null && !resolutionOrNull.equals(USE_PEMS)) {
            throw new IllegalArgumentException("resolution must be " + USE_PEMS + " or absent");
        }
    }

    public SyncSuccess(EventId eventId, OrganizationId organizationId, PfaId pfaId, Instant timestamp, int newVersion) {
        this(eventId, organizationId, pfaId, timestamp, newVersion, null);
    }

    public Optional<String> resolution() {
        return Optional.ofNullable(resolutionOrNull);
    }

    @Override
    public SyncEventType type() {
        return SyncEventType.SYNC_SUCCESS;
    }
}
