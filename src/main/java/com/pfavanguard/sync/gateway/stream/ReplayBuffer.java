package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The new events found while the past is read again, in the order they came. They wait here until the end of it, so they
 * can be made fewer: the oldest go first. Used under {@link History}'s lock.
 */
final class ReplayBuffer {

    /**
     * One event that waits.
     *
     * @param place how many messages of the past had been read with it
     */
    record BufferedEvent(
            OrganizationId organizationId, String eventId, byte[] json, EventStream.Arrival arrival, int place) {

        int footprint() {
            return StreamEvent.footprint(eventId, json);
        }
    }

    private static final int USUAL_PRIORITY = 4;

    private final Deque<BufferedEvent> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean mixedPriorities;
    private long newestDropped = Long.MIN_VALUE;

    void add(BufferedEvent arrived) {
        mixedPriorities |= arrived.arrival().priority() != USUAL_PRIORITY;
        waiting.add(arrived);
        bytes += arrived.footprint();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Takes the oldest out; its organization's stream has a hole then. */
    BufferedEvent dropOldest() {
        BufferedEvent oldest = waiting.remove();
        bytes -= oldest.footprint();
        newestDropped = Math.max(newestDropped, oldest.arrival().number());
        return oldest;
    }

    /** What waits, as the broker took it. */
    List<BufferedEvent> inOrder() {
        if (!mixedPriorities) {
            return List.copyOf(waiting);
        }
        // The broker has put higher priorities first; its numbers tell best how they came. What is older than something
        // dropped would stand in front of a hole.
        return waiting.stream()
                .filter(arrived -> arrived.arrival().number() > newestDropped)
                .sorted(Comparator.comparingLong(arrived -> arrived.arrival().number()))
                .toList();
    }
}
