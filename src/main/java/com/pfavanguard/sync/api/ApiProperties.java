package com.pfavanguard.sync.api;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often one user may ask, within one organization and process. All may be asked at once, and then come back evenly
 * over the minute; a further request gets HTTP 429. In open mode there are no users, and nobody is counted.
 *
 * @param writesPerMinute requests to write-sync
 * @param statusPerMinute requests to sync-status
 * @param conflictsPerMinute requests to conflicts, decisions included
 * @param failedPerMinute requests to failed, retries and removals included
 * @param revocationsPerMinute requests to revocations, of an administrator
 * @param sampleWritesPerMinute requests to sample-write
 */
@Validated
@ConfigurationProperties("sync.api")
record ApiProperties(
        @Positive @DefaultValue("10") int writesPerMinute,
        @Positive @DefaultValue("60") int statusPerMinute,
        @Positive @DefaultValue("30") int conflictsPerMinute,
        @Positive @DefaultValue("30") int failedPerMinute,
        @Positive @DefaultValue("60") int revocationsPerMinute,
        @Positive @DefaultValue("60") int sampleWritesPerMinute) {}
