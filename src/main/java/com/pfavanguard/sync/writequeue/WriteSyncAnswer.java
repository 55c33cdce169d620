package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer to queued edits.
 *
 * @param jobId {@code write-sync-<epoch ms>-<organizationId>-<8 random hex digits>}
 * @param estimatedCompletionTime when the last of them will be in PEMS if nothing goes wrong; left out if no worker
 *     runs in this process
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WriteSyncAnswer(
        boolean success,
        String jobId,
        int queuedCount,
        @Nullable Instant estimatedCompletionTime) {}
