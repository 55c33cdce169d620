package com.pfavanguard.sync.event;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write to PEMS is waiting in the queue: for the first time, after a conflict was resolved, or for another try.
 *
 * @param retryOrNull present only when the item waits for another try
 */
public record SyncQueued(
        EventId eventId,
        OrganizationId organizationId,
        PfaId pfaId,
        Instant timestamp,
        @Nullable Retry retryOrNull) implements SyncEvent {

    public SyncQueued {
        timestamp = Timestamps.checked(timestamp);
    }

    public SyncQueued(EventId eventId, OrganizationId organizationId, PfaId pfaId, Instant timestamp) {
        this(eventId, organizationId, pfaId, timestamp, null);
    }

    public Optional<Retry> retry() {
        return Optional.ofNullable(retryOrNull);
    }

    @Override
    public SyncEventType type() {
        return SyncEventType.SYNC_QUEUED;
    }

    /**
     * Why a queued item is waiting once more.
     *
     * @param retryCount retries used including the one now waiting, 1 or more
     * @param nextAttemptAt the earliest moment of the next attempt; millisecond precision
     */
    public record Retry(int retryCount, Instant nextAttemptAt) {
        public Retry {
            if (retryCount < 1) {
                throw new IllegalArgumentException("retryCount of a waiting retry must be 1 or more");
            }
            nextAttemptAt = Timestamps.checked(nextAttemptAt);
        }
    }
}
