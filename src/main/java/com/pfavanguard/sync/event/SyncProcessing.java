package com.pfavanguard.sync.event;

import java.time.Instant;

/** A worker has taken the item and is about to look for conflicts and write it to PEMS. */
public record SyncProcessing(EventId eventId, OrganizationId organizationId, PfaId pfaId, Instant timestamp)
        implements SyncEvent {

    public SyncProcessing {
        timestamp = Timestamps.checked(timestamp);
    }

    @Override
    public SyncEventType type() {
        return SyncEventType.SYNC_PROCESSING;
    }
}
