package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer to queued edits.
 *
 * @param success always true
 * @param jobId {@code write-sync-<epoch ms>-<organizationId>-<8 random hex digits>}
 * @param queuedCount how many edits were queued
 * @param estimatedCompletionTime when the last of them will be in PEMS if nothing goes wrong; left out if no worker
 *     runs in this process
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WriteSyncAnswer(
        boolean success,
        String jobId,
        @Schema(minimum = "1", maximum = "1000") int queuedCount,
        @Nullable Instant estimatedCompletionTime) {}
