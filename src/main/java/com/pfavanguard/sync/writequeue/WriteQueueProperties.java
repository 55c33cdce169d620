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
 * The queue of edits on their way to PEMS.
 *
 * @param maxWaiting items that may wait, over all organizations; a request that would go beyond is refused.
 *     About 3 KB each in the broker's memory
 * @param maxBrokerMemoryPercent percent of the memory the broker has for messages ({@code global-max-size}; half of the
 *     heap if it is embedded); a request that would go beyond is refused. The rest is for what becomes of the edits that
 *     wait, and for events: with no room for those nothing would go on
 * @param maxPercentPerOrganization percent of {@code maxWaiting} that the items of one organization may be; a request
 *     that would go beyond is refused. Once half of the memory for new edits is in use, the same percentage of it too.
 *     100 if there is one organization only
 * @param maxConflictsPerOrganization unresolved conflicts one organization may have; at that number its new edits are
 *     refused, and an edit that would open a further conflict fails
 * @param maxFailedPerOrganization items of one organization that have failed for good and are kept; the oldest make room
 *     for the latest
 * @param failedRetention how long an item that has failed for good can be looked at and retried
 * @param idempotencyRetention how long the answer to a request with an {@code Idempotency-Key} is remembered
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
