package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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
 * @param late waiting for more than five minutes without an attempt; 0 if edits are written at certain times only
 * @param pemsDownSince since when PEMS has not answered, as the process that writes has found; null while it answers
 * @param pausedSince since when an administrator has paused the organization: edits are taken and wait; null if it is not
 * @param pauseReason why, in the administrator's words; null if it is not paused
 * @param health the worst of four: the success rate (healthy from 95 percent, degraded from 80), the longest wait without
 *     an attempt (healthy up to 5 minutes, degraded up to 10), PEMS (degraded while it is down, unhealthy if edits wait
 *     too), and a pause (degraded)
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
        @Schema(minimum = "0") long late,
        @Nullable Instant pemsDownSince,
        @Nullable Instant pausedSince,
        @Nullable String pauseReason,
        Health health,
        @Schema(minimum = "0", maximum = "100") int successRate) {

    /** The worst of four: how edits end, how long they wait, PEMS, and a pause (domain.md, "Health of edits"). */
    enum Health {
        HEALTHY,
        DEGRADED,
        UNHEALTHY;

        static Health ofSuccess(int rate) {
            return rate >= 95 ? HEALTHY : rate >= 80 ? DEGRADED : UNHEALTHY;
        }

        /** @param veryLate edits that have waited for more than ten minutes without an attempt */
        static Health ofWaiting(long late, long veryLate) {
            return veryLate > 0 ? UNHEALTHY : late > 0 ? DEGRADED : HEALTHY;
        }

        /** @param open edits that wait or are being written */
        static Health ofPems(boolean down, long open) {
            return !down ? HEALTHY : open > 0 ? UNHEALTHY : DEGRADED;
        }

        static Health ofPause(boolean paused) {
            return paused ? DEGRADED : HEALTHY;
        }

        static Health worst(Health... all) {
            return Collections.max(List.of(all));
        }

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // domain.md, "Targets": 95 percent are written within the first, 99 percent within the second.
    static final Duration LATE = Duration.ofMinutes(5);
    static final Duration VERY_LATE = Duration.ofMinutes(10);

    static int successRate(long completed, long failed) {
        return completed + failed == 0 ? 100 : Math.toIntExact(Math.round(100.0 * completed / (completed + failed)));
    }
}
