package com.pfavanguard.sync.api;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits how many REST requests one user may send per minute, within one organization and one process. A user may send
 * them all at once; they come back evenly over the minute. Open mode knows no users and counts no requests.
 *
 * @param writesPerMinute Requests per minute of one user to write-sync, within one organization. Further requests get
 *     HTTP 429.
 * @param statusPerMinute Requests per minute of one user to sync-status, within one organization. Further requests get
 *     HTTP 429.
 * @param conflictsPerMinute Requests per minute of one user to conflicts, resolutions included, within one
 *     organization. Further requests get HTTP 429.
 * @param failedPerMinute Requests per minute of one user to failed, retries and removals included, within one
 *     organization. Further requests get HTTP 429.
 * @param revocationsPerMinute Requests per minute of one administrator to /api/admin/revocations, within one
 *     organization. Further requests get HTTP 429.
 * @param statesPerMinute Requests per minute of one user for states, within one organization. Further requests get HTTP 429.
 * @param eventsPerMinute Requests per minute of one user for past events, within one organization. Further requests get
 *     HTTP 429.
 * @param sampleWritesPerMinute Requests per minute of one user to sample-write, within one organization. Further
 *     requests get HTTP 429.
 */
@Validated
@ConfigurationProperties("sync.api")
record ApiProperties(
        @Positive @DefaultValue("10") int writesPerMinute,
        @Positive @DefaultValue("60") int statusPerMinute,
        @Positive @DefaultValue("30") int conflictsPerMinute,
        @Positive @DefaultValue("30") int failedPerMinute,
        @Positive @DefaultValue("60") int revocationsPerMinute,
        @Positive @DefaultValue("120") int statesPerMinute,
        @Positive @DefaultValue("120") int eventsPerMinute,
        @Positive @DefaultValue("60") int sampleWritesPerMinute) {}
