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
 * The worker that writes to PEMS. Of all processes at a broker one works at a time, so the limits hold for all together.
 *
 * @param enabled whether this process writes at all, or stands by to
 * @param schedule cron expression, such as {@code * * * * *} for once a minute, or with seconds in front, {@code 0 * *
 *     * * *}: each time the queue is emptied, what arrives later waits for the next time. Not set: items are taken as
 *     they come
 * @param zone time zone of the schedule; default: the machine's
 * @param inFlight items of one organization being written at the same time, if PEMS answers; half as many again are
 *     kept for those of others
 * @param rate requests to PEMS in any one second, reads, writes and retries
 * @param transit longest time assumed between our sending a request and its arrival at PEMS, unless the answer comes
 *     earlier. Costs nothing as long as no more items are in flight than requests allowed in a second
 * @param priorityAcrossOrganizations whether a more urgent edit goes before those of all organizations; if not,
 *     organizations take turns, and priorities order the edits within each
 * @param retry how attempts that failed are repeated
 * @param breaker when PEMS is taken to be down
 * @param unauthorizedPause how long an organization's items wait after PEMS has refused its credentials
 * @param stopTime how long a stop waits for writes under way; they go back to the queue after that
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
     * Attempts after the first.
     *
     * @param max how many
     * @param delay before the first of them; twice as long before each further one
     * @param maxDelay never longer, whatever PEMS asks for; after HTTP 429 so long at most all requests wait
     * @param jitterPercent each delay is longer or shorter by up to that much, so that many do not come back at once
     */
    public record Retry(
            @Min(0) @DefaultValue("3") int max,
            @DefaultValue("5s") Duration delay,
            @DefaultValue("60s") Duration maxDelay,
            @Min(0) @Max(50) @DefaultValue("10") int jitterPercent) {}

    /**
     * The circuit breaker.
     *
     * @param failures requests in a row without a readable answer, or with HTTP 502, 503 or 504, after which PEMS is taken
     *     to be down. A record it answered before is asked for first: if that is answered, PEMS is up, and it is the records.
     *     More than one item's four attempts
     * @param openTime how long items that got no answer wait then
     * @param probes items tried at once after that, to see whether it is back; as many of organizations that have not
     *     asked yet need not wait
     */
    public record Breaker(
            @Min(5) @DefaultValue("5") int failures,
            @DefaultValue("10s") Duration openTime,
            @Positive @DefaultValue("2") int probes) {}
}
