package com.pfavanguard.sync.writequeue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What only the process that writes to PEMS knows, and all others show.
 *
 * @param pemsDownSince since when PEMS has not answered; {@code null} while it answers
 * @param timed whether edits are written at certain times only ({@code sync.worker.schedule}), so that they wait long
 *     although nothing is wrong
 */
public record WorkerState(@Nullable Instant pemsDownSince, boolean timed) {

    /** No process writes, or it has not said anything yet. */
    static final WorkerState UNKNOWN = new WorkerState(null, false);
}
