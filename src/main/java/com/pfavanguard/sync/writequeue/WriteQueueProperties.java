package com.pfavanguard.sync.writequeue;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The queue of edits on their way to PEMS.
 *
 * @param maxWaiting items that may wait, over all organizations; a request that would go beyond is refused. They are
 *     kept in the broker's memory, about 3 KB each
 * @param idempotencyRetention how long the answer to a request with an {@code Idempotency-Key} is remembered
 */
@Validated
@ConfigurationProperties("sync.write-queue")
public record WriteQueueProperties(
        @Positive @DefaultValue("50000") int maxWaiting,
        @DefaultValue("24h") Duration idempotencyRetention) {}
