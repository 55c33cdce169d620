package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one organization's edits are doing.
 *
 * @param waiting not begun yet
 * @param scheduled tried without success, waiting for the next attempt
 * @param processing being written at this moment
 * @param completed accepted by PEMS within the last 24 hours, by whatever process, to a quarter of an hour; counted just
 *     after its event has gone out, up to a second late if another process writes. Fewer by the last second's if one was killed
 * @param failed failed for good and neither retried nor removed
 * @param conflicts waiting for somebody's decision
 * @param avgSyncTime milliseconds from queued to accepted, last 24 hours; null if there were none
 * @param lastSyncAt when an item ended last, in whatever way; null if none has for a week
 * @param nextSyncAt when items are taken up next; null if no worker runs in this process, although one may elsewhere
 * @param successRate percent of completed and failed, 100 if there are neither
 */
record SyncStatus(
        String organizationId,
        long waiting,
        long scheduled,
        long processing,
        long completed,
        long failed,
        long conflicts,
        @Nullable Long avgSyncTime,
        @Nullable Instant lastSyncAt,
        @Nullable Instant nextSyncAt,
        Health health,
        int successRate) {

    /** By the success rate: healthy from 95 percent, degraded from 80. */
    enum Health {
        HEALTHY,
        DEGRADED,
        UNHEALTHY;

        static Health of(int successRate) {
            return successRate >= 95 ? HEALTHY : successRate >= 80 ? DEGRADED : UNHEALTHY;
        }

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static int successRate(long completed, long failed) {
        return completed + failed == 0 ? 100 : Math.toIntExact(Math.round(100.0 * completed / (completed + failed)));
    }
}
