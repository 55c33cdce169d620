package com.pfavanguard.sync.worker;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the worker that writes to PEMS. Only one process at a broker works at a time, so the limits apply to all
 * processes together.
 *
 * @param enabled Whether this process writes edits to PEMS, or stands by while another process does. If false, it does
 *     neither.
 * @param schedule Cron expression of five fields, such as * * * * * for once a minute, or of six fields with the
 *     seconds first. At each of these times the worker empties the queue; edits that arrive later wait for the next
 *     time. Default: edits are written as they arrive.
 * @param zone Time zone of the schedule, such as Europe/Berlin. Default: the time zone of the machine.
 * @param inFlight Maximum number of edits of one organization that are being written at the same time, as long as PEMS
 *     answers for them. Half as many threads again are reserved for other organizations.
 * @param rate Maximum number of requests to PEMS in any one second: reads, writes and retries. Further requests wait.
 * @param transit Longest time that a request is assumed to take on its way to PEMS, so that the rate also holds where
 *     PEMS counts it. An earlier answer ends the assumption. It costs no throughput as long as in-flight is not above
 *     rate.
 * @param priorityAcrossOrganizations Whether an edit of higher priority goes before edits of all organizations. If
 *     false, organizations take turns, and priorities order the edits within each organization.
 * @param retry How a failed attempt is repeated.
 * @param breaker When PEMS counts as down.
 * @param unauthorizedPause How long the edits of an organization wait after PEMS has refused the credentials (HTTP
 *     401).
 * @param stopTime How long a shutdown waits for writes in progress. Writes that take longer go back to the queue.
 */
@Validated
@ConfigurationProperties("sync.worker")
public record WorkerProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String schedule,
        @Nullable ZoneId zone,
        @Min(1) @Max(256) @DefaultValue("10") int inFlight,
        @Min(1) @Max(10_000) @DefaultValue("10") int rate,
        @DefaultValue("2s") Duration transit,
        @DefaultValue("false") boolean priorityAcrossOrganizations,
        @Valid @DefaultValue Retry retry,
        @Valid @DefaultValue Breaker breaker,
        @DefaultValue("5m") Duration unauthorizedPause,
        @DefaultValue("5s") Duration stopTime) {

    public WorkerProperties {
        schedule = schedule == null || schedule.isBlank() ? null : withSeconds(schedule.strip());
        if (schedule != null && !CronExpression.isValidExpression(schedule)) {
            throw new IllegalArgumentException(
                    "sync.worker.schedule must be a cron expression of five fields, or of six with the seconds first");
        }
    }

    // Spring's expressions begin with the seconds; crontab's, which most people know, do not.
    private static String withSeconds(String schedule) {
        return schedule.split("\\s+").length == 5 ? "0 " + schedule : schedule;
    }

    /**
     * How failed attempts are repeated.
     *
     * @param max Maximum number of further attempts. After the last one the edit has failed.
     * @param delay Delay before the first retry. It doubles with each further retry.
     * @param maxDelay Longest delay, even if PEMS asks for more. After HTTP 429 all requests wait as long as PEMS asks,
     *     up to this limit.
     * @param jitterPercent Each delay is made longer or shorter at random by up to this percentage, so that retries do
     *     not all come at once.
     */
    public record Retry(
            @Min(0) @DefaultValue("3") int max,
            @DefaultValue("5s") Duration delay,
            @DefaultValue("60s") Duration maxDelay,
            @Min(0) @Max(50) @DefaultValue("10") int jitterPercent) {}

    /**
     * The circuit breaker.
     *
     * @param failures Number of requests in a row without a readable answer, or with HTTP 502, 503 or 504, after which
     *     PEMS counts as down and edits wait. Before that, the worker asks for a record that PEMS has answered for: if
     *     PEMS answers again, it is up, and the fault lies with the other records. At least 5, which is more than the
     *     attempts of one edit.
     * @param openTime How long edits without an answer wait while PEMS counts as down.
     * @param probes Number of edits tried at the same time after open-time, to see whether PEMS is back. As many edits
     *     of organizations that have not tried since then do not wait.
     */
    public record Breaker(
            @Min(5) @DefaultValue("5") int failures,
            @DefaultValue("10s") Duration openTime,
            @Positive @DefaultValue("2") int probes) {}
}
