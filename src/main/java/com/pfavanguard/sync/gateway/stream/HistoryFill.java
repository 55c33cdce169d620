package com.pfavanguard.sync.gateway.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full the history in memory is. At a limit it evicts its oldest events.
 *
 * @param events events held
 * @param mostEvents as many as the broker's ring holds
 * @param bytes memory of those and of what is about to be freed
 * @param mostBytes sync.gateway.history-bytes, or a share of the heap
 * @param lastEventAt when the broker took the newest of them; null if none is held
 */
public record HistoryFill(
        int events,
        int mostEvents,
        long bytes,
        long mostBytes,
        @Nullable Instant lastEventAt) {}
