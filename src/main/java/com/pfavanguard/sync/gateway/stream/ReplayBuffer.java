package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Holds the new events of a {@link Replay} until its end, in the order in which they were read. The oldest can be
 * dropped to save memory. Used under {@link History}'s lock.
 */
final class ReplayBuffer {

    /**
     * One event that waits.
     *
     * @param ordinal how many messages of the past had been read, this one included
     */
    record BufferedEvent(EventKey key, EncodedEvent event, Arrival arrival, int ordinal) {

        int footprint() {
            return StreamEvent.footprint(event);
        }
    }

    private final Deque<BufferedEvent> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean mixedPriorities;
    private long newestDropped = Long.MIN_VALUE;

    void add(BufferedEvent event) {
        mixedPriorities |= !event.arrival().hasUsualPriority();
        waiting.add(event);
        bytes += event.footprint();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    BufferedEvent dropOldest() {
        BufferedEvent oldest = waiting.remove();
        bytes -= oldest.footprint();
        newestDropped = Math.max(newestDropped, oldest.arrival().number());
        return oldest;
    }

    /** When the first event behind the message of that ordinal reached the broker; the end of time if there is none. */
    long earliestBehind(int ordinal) {
        return waiting.stream()
                .filter(event -> event.ordinal() > ordinal)
                .findFirst()
                .map(event -> event.arrival().at().toEpochMilli())
                .orElse(Long.MAX_VALUE);
    }

    /** The events in the order in which the broker took them. */
    List<BufferedEvent> inOrder() {
        if (!mixedPriorities) {
            return List.copyOf(waiting);
        }
        // The broker sends higher priorities first; its numbers tell best how the events came. An event older than a
        // dropped one would stand in front of a hole, so it is left out.
        return waiting.stream()
                .filter(event -> event.arrival().number() > newestDropped)
                .sorted(Comparator.comparingLong(event -> event.arrival().number()))
                .toList();
    }
}
