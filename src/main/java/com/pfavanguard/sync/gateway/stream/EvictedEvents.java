package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events that the history has let go and that sessions may be about to be handed all the same. Their JSON is kept from
 * one sweep to the next but one, and less long if it is too much: a link held by a session that does not get on must not
 * hold the memory of everything behind it. Used under {@link History}'s lock.
 */
final class EvictedEvents {

    private final long mostBytes;
    private final Deque<StreamEvent> events = new ArrayDeque<>();
    private long bytes;
    private int leftBeforeLastSweep;

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
        while (leftBeforeLastSweep > 0) {
            dropOldest();
        }
        leftBeforeLastSweep = events.size();
    }

    private void dropOldest() {
        StreamEvent oldest = events.remove();
        oldest.drop();
        bytes -= oldest.footprint();
        leftBeforeLastSweep = Math.max(0, leftBeforeLastSweep - 1);
    }

    long bytes() {
        return bytes;
    }
}
