package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of one organization's edits.
 *
 * @param organizationId internal id of the organization
 * @param waiting not started yet
 * @param scheduled tried without success, waiting for the next attempt
 * @param processing being written at this moment
 * @param completed accepted by PEMS within the last 24 hours, by any process, to a quarter of an hour. Counted just
 *     after the event was published, up to a second late for other processes; a killed process loses its last second
 * @param failed failed for good and neither retried nor removed
 * @param conflicts waiting for a decision
 * @param avgSyncTime milliseconds from queued to accepted, last 24 hours; null if there were none
 * @param lastSyncAt when an item last ended, in whatever way; null if none has within a week
 * @param nextSyncAt when items are taken next; null if no worker runs in this process (another process may have one)
 * @param health by the success rate: healthy from 95 percent, degraded from 80
 * @param successRate completed as a percentage of completed and failed; 100 if there are neither
 */
record SyncStatus(
        String organizationId,
        @Schema(minimum = "0") long waiting,
        @Schema(minimum = "0") long scheduled,
        @Schema(minimum = "0") long processing,
        @Schema(minimum = "0") long completed,
        @Schema(minimum = "0") long failed,
        @Schema(minimum = "0") long conflicts,
        @Schema(minimum = "0") @Nullable Long avgSyncTime,
        @Nullable Instant lastSyncAt,
        @Nullable Instant nextSyncAt,
        Health health,
        @Schema(minimum = "0", maximum = "100") int successRate) {

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
