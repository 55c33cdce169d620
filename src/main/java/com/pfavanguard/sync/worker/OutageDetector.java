package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether PEMS is down, by proofs: any answer proves that it is up, and only several requests in a row without
 * one make it down. A record that never gets an answer is then told from an outage: while others are answered, it is
 * the record (decision 0022). Safe for any thread.
 */
final class OutageDetector {

    private static final Logger log = LoggerFactory.getLogger(OutageDetector.class);

    // One would do; a second and a third for the case that the latest has become unreadable by itself.
    private static final int WITNESSES = 3;

    private final int failures;
    private final long openNanos;
    private final int probes;
    private final LongSupplier nanoTime;

    // Counts answers; a mark in it says "since then".
    private long answers;
    private int unansweredInARow;
    private boolean down;
    private long probeAt;

    /** Records that were answered last, and not left without an answer since but in an outage; the latest first. */
    private final Deque<String> witnesses = new ArrayDeque<>();

    /** Organizations that got no answer during this outage. */
    private final Set<String> unanswered = new HashSet<>();

    private final Map<Boolean, Integer> probesInHand = new HashMap<>();
    private Answer last = new Answer("", 0);
    private Answer lastOfAnother = new Answer("", 0);
    private boolean asking;

    private record Answer(String record, long number) {}

    /** An item begun although PEMS is down, to see whether it is back. */
    record Probe(String organization, boolean first) {}

    /**
     * @param failures after how many requests in a row without an answer PEMS is down
     * @param openTime how long those that got no answer wait before one of them tries again
     * @param probes how many try at once
     */
    OutageDetector(int failures, Duration openTime, int probes, LongSupplier nanoTime) {
        this.failures = failures;
        this.openNanos = openTime.toNanos();
        this.probes = probes;
        this.nanoTime = nanoTime;
    }

    /** PEMS has answered for this record, be it with a refusal. */
    synchronized void answered(String record) {
        answers++;
        if (!last.record.equals(record)) {
            lastOfAnother = last;
        }
        last = new Answer(record, answers);
        witnesses.remove(record);
        witnesses.addFirst(record);
        if (witnesses.size() > WITNESSES) {
            witnesses.removeLast();
        }
        unansweredInARow = 0;
        if (down) {
            down = false;
            unanswered.clear();
            log.info("PEMS is back");
        }
    }

    /** PEMS gave no answer for this record, or one that cannot be read and may come from a proxy. */
    synchronized void unanswered(String record) {
        boolean wasWitness = witnesses.remove(record);
        unansweredInARow++;
        probeAt = nanoTime.getAsLong() + openNanos;
        if (unansweredInARow >= failures && !down) {
            down = true;
            log.warn("PEMS is down; items wait until it is back");
        }
        if (wasWitness && unansweredInARow >= failures) {
            // In an outage that says nothing against the record; it is asked again after the others.
            witnesses.addLast(record);
        }
        if (down) {
            unanswered.add(StartedItems.organization(record));
        }
    }

    /**
     * The record to ask for before this request without an answer is told, if PEMS would be down by it: should that one
     * be answered, PEMS is up. To be followed by {@link #asked}.
     */
    synchronized Optional<String> witnessAgainst(String record) {
        if (asking || unansweredInARow + 1 < failures) {
            return Optional.empty();
        }
        Iterator<String> others =
                witnesses.stream().filter(witness -> !witness.equals(record)).iterator();
        asking = others.hasNext();
        return asking ? Optional.of(others.next()) : Optional.empty();
    }

    /** The witness has been asked. */
    synchronized void asked() {
        asking = false;
    }

    /** How long an item that got no answer waits. */
    Duration openTime() {
        return Duration.ofNanos(openNanos);
    }

    synchronized boolean isDown() {
        return down;
    }

    /** A moment, for {@link #hasAnsweredForAnother}. */
    synchronized long mark() {
        return answers;
    }

    /** Whether PEMS has answered for another record since that moment. */
    synchronized boolean hasAnsweredForAnother(String record, long mark) {
        return (last.record.equals(record) ? lastOfAnother : last).number > mark;
    }

    /** Whether an item of the organization may be begun. */
    synchronized boolean admits(String organization) {
        if (!down) {
            return true;
        }
        boolean first = !unanswered.contains(organization);
        return probesInHand.getOrDefault(first, 0) < probes && (first || nanoTime.getAsLong() - probeAt >= 0);
    }

    /** An item of the organization is begun; empty if that is nothing special. */
    synchronized Optional<Probe> begin(String organization) {
        if (!down) {
            return Optional.empty();
        }
        Probe probe = new Probe(organization, !unanswered.contains(organization));
        probesInHand.merge(probe.first, 1, Integer::sum);
        return Optional.of(probe);
    }

    synchronized void end(Probe probe) {
        probesInHand.computeIfPresent(probe.first, (unused, count) -> count == 1 ? null : count - 1);
    }
}
