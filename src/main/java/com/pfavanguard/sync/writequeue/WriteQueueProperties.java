package com.pfavanguard.sync.writequeue;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the queue of edits on their way to PEMS.
 *
 * @param maxWaiting Maximum number of waiting edits of all organizations. Each takes about 3 KB of the broker's memory.
 *     Above the limit, write-sync answers HTTP 503 with QUEUE_FULL.
 * @param maxBrokerMemoryPercent Percentage of the broker's memory for messages (global-max-size; embedded broker: three
 *     eighths of the heap beyond 64 MB) that may be in use when new edits are accepted. Above the limit, write-sync
 *     answers HTTP 503 with QUEUE_FULL. The rest is for the results of waiting edits and for events.
 * @param maxPercentPerOrganization Percentage of max-waiting that the edits of one organization may take. Once half of
 *     the memory for new edits is in use, also the percentage of that memory. Above the limit, write-sync answers HTTP
 *     503 with QUEUE_FULL. Set 100 if there is only one organization.
 * @param maxConflictsPerOrganization Maximum number of open conflicts of one organization. At the limit its new edits
 *     get HTTP 409 with TOO_MANY_CONFLICTS, and a waiting edit that would open another conflict fails.
 * @param maxFailedPerOrganization Maximum number of failed edits kept for one organization. The oldest are dropped
 *     first, with SYNC_REMOVED.
 * @param failedRetention How long a failed edit can be read and retried. Then it is dropped, with SYNC_REMOVED.
 * @param idempotencyRetention How long the answer to a request with an Idempotency-Key is remembered.
 */
@Validated
@ConfigurationProperties("sync.write-queue")
public record WriteQueueProperties(
        @Positive @DefaultValue("50000") int maxWaiting,
        @Min(1) @Max(90) @DefaultValue("50") int maxBrokerMemoryPercent,
        @Min(1) @Max(100) @DefaultValue("25") int maxPercentPerOrganization,
        @Positive @DefaultValue("1000") int maxConflictsPerOrganization,
        @Positive @DefaultValue("2000") int maxFailedPerOrganization,
        @DurationMin(seconds = 1) @DefaultValue("30d") Duration failedRetention,
        @DefaultValue("24h") Duration idempotencyRetention) {}
