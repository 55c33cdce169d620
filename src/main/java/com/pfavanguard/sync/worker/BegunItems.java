package com.pfavanguard.sync.worker;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Which records (PFAs of an organization) have an item in somebody's hand or waiting for its next attempt. No other item
 * of theirs may begin, and so none overtakes another. Safe for any thread.
 */
final class BegunItems {

    // The broker is asked for items of other records than these, by a text that grows with each.
    private static final int MOST = 500;

    private final Map<String, Integer> records = new HashMap<>();
    private final Queue<Due> waiting = new PriorityQueue<>(Comparator.comparing(Due::at));

    /** An item that waits, and until when. */
    record Due(String record, String itemId, Instant at) {}

    /** Another item is in hand. */
    synchronized void begin(String record) {
        records.merge(record, 1, Integer::sum);
    }

    /** It is not any more. */
    synchronized void end(String record) {
        records.computeIfPresent(record, (unused, count) -> count == 1 ? null : count - 1);
    }

    /** An item waits, and its record with it. */
    synchronized void await(Due due) {
        begin(due.record());
        waiting.add(due);
    }

    /** The item whose time has come, if there is one; in hand from now on. */
    synchronized Optional<Due> pollDue(Instant now) {
        Due first = waiting.peek();
        if (first == null || first.at().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(waiting.remove());
    }

    synchronized Optional<Instant> nextDueAt() {
        return Optional.ofNullable(waiting.peek()).map(Due::at);
    }

    synchronized Set<String> records() {
        return Set.copyOf(records.keySet());
    }

    synchronized boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether no further item should begin. */
    synchronized boolean isFull() {
        return records.size() >= MOST;
    }

    synchronized int inHand() {
        return records.values().stream().mapToInt(Integer::intValue).sum() - waiting.size();
    }
}
