package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the JSON of evicted events for a while, since sessions may be about to write them. Frees it at the second
 * sweep after the eviction, or earlier if it is too much: a session that makes no progress holds a link to all that
 * follows, and must not hold the memory too. Used under {@link History}'s lock.
 */
final class EvictedEvents {

    private final long mostBytes;
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private long bytes;
    private int evictedBeforeLastSweep;

    EvictedEvents(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void add(StreamEvent event) {
        events.add(event);
        bytes += event.footprint();
        while (bytes > mostBytes) {
            dropOldest();
        }
    }

    void sweep() {
        while (evictedBeforeLastSweep > 0) {
            dropOldest();
        }
        evictedBeforeLastSweep = events.size();
    }

    private void dropOldest() {
        StreamEvent oldest = events.remove();
        oldest.drop();
        bytes -= oldest.footprint();
        evictedBeforeLastSweep = Math.max(0, evictedBeforeLastSweep - 1);
    }

    long bytes() {
        return bytes;
    }
}
