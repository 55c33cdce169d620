package com.pfavanguard.sync.worker;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the records (PFAs of an organization) that have an item in hand or waiting for its next attempt. No other item
 * of such a record may begin, so none overtakes another. Times are those of {@link System#nanoTime}. Safe for any
 * thread.
 */
final class StartedItems {

    // Every record here makes the selector for other items longer.
    private static final int MOST_OF_ONE_ORGANIZATION = 200;

    private final Map<String, Begun> organizations = new HashMap<>();

    /**
     * An item that waits for its next attempt.
     *
     * @param suspect whether its last attempt got no answer
     * @param mark what PEMS had answered by then, see {@link OutageDetector#mark}
     */
    record Due(String record, String itemId, long atNanos, boolean suspect, long mark) {}

    private static final class Begun {

        private final Map<String, Integer> records = new HashMap<>();
        private final Queue<Due> waiting = new PriorityQueue<>(FIRST_DUE);
        private final Queue<Due> waitingSuspects = new PriorityQueue<>(FIRST_DUE);
        private int suspectsInHand;

        // Compared by difference, as System.nanoTime() requires.
        private static final Comparator<Due> FIRST_DUE = (one, other) -> Long.signum(one.atNanos() - other.atNanos());

        private Queue<Due> waiting(boolean suspect) {
            return suspect ? waitingSuspects : waiting;
        }

        private int inHand() {
            return records.values().stream().mapToInt(Integer::intValue).sum()
                    - waiting.size()
                    - waitingSuspects.size();
        }

        private Stream<Due> next() {
            return Stream.of(waiting, waitingSuspects).map(Queue::peek).flatMap(Stream::ofNullable);
        }
    }

    /** The organization of a record; empty for a message that is not an item. */
    static String organization(String record) {
        int end = record.indexOf('/');
        return end < 0 ? "" : record.substring(0, end);
    }

    private Begun of(String record) {
        return organizations.computeIfAbsent(organization(record), unused -> new Begun());
    }

    /** Adds an item in hand that is not suspect. */
    synchronized void begin(String record) {
        of(record).records.merge(record, 1, Integer::sum);
    }

    /** Removes an item that was in hand. */
    synchronized void end(String record, boolean suspect) {
        Begun begun = of(record);
        begun.records.computeIfPresent(record, (unused, count) -> count == 1 ? null : count - 1);
        begun.suspectsInHand -= suspect ? 1 : 0;
        if (begun.records.isEmpty()) {
            organizations.remove(organization(record));
        }
    }

    /** Adds an item that waits; its record counts as started. */
    synchronized void await(Due due) {
        begin(due.record());
        of(due.record()).waiting(due.suspect()).add(due);
    }

    /** Takes an item of the organization whose time has come, if there is one; it is in hand from now on. */
    synchronized Optional<Due> pollDue(String organization, boolean suspect, long now) {
        Begun begun = organizations.get(organization);
        if (begun == null || !isDue(begun.waiting(suspect).peek(), now)) {
            return Optional.empty();
        }
        begun.suspectsInHand += suspect ? 1 : 0;
        return Optional.of(begun.waiting(suspect).remove());
    }

    /** Whether {@link #pollDue} would find an item. */
    synchronized boolean hasDue(String organization, boolean suspect, long now) {
        Begun begun = organizations.get(organization);
        return begun != null && isDue(begun.waiting(suspect).peek(), now);
    }

    private static boolean isDue(@Nullable Due due, long now) {
        return due != null && due.atNanos() - now <= 0;
    }

    /** Nanoseconds until the next waiting item is due; items already due do not count. */
    synchronized OptionalLong untilNextDue(long now) {
        return organizations.values().stream()
                .flatMap(Begun::next)
                .mapToLong(due -> due.atNanos() - now)
                .filter(left -> left > 0)
                .min();
    }

    /** Organizations with at least one started item. */
    synchronized Set<String> organizations() {
        return Set.copyOf(organizations.keySet());
    }

    synchronized Set<String> records(String organization) {
        Begun begun = organizations.get(organization);
        return begun == null ? Set.of() : Set.copyOf(begun.records.keySet());
    }

    synchronized Set<String> records() {
        Set<String> records = new HashSet<>();
        organizations.values().forEach(begun -> records.addAll(begun.records.keySet()));
        return records;
    }

    synchronized boolean isEmpty() {
        return organizations.isEmpty();
    }

    synchronized boolean knows(String organization) {
        return organizations.containsKey(organization);
    }

    /** Whether no further item of the organization should begin. */
    synchronized boolean isFull(String organization) {
        Begun begun = organizations.get(organization);
        return begun != null && begun.records.size() >= MOST_OF_ONE_ORGANIZATION;
    }

    synchronized int inHand(String organization) {
        Begun begun = organizations.get(organization);
        return begun == null ? 0 : begun.inHand();
    }

    synchronized int suspectsInHand(String organization) {
        Begun begun = organizations.get(organization);
        return begun == null ? 0 : begun.suspectsInHand;
    }

    synchronized int inHand() {
        return organizations.values().stream().mapToInt(Begun::inHand).sum();
    }
}
