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
 * Decides whether PEMS is down: any answer proves that it is up; only several requests in a row without an answer prove
 * that it is down. This tells an outage from a record that never gets an answer: while other records are answered, the
 * record is at fault (decision 0022). Safe for any thread.
 */
final class OutageDetector {

    private static final Logger log = LoggerFactory.getLogger(OutageDetector.class);

    // One is enough; more are kept in case the latest has become unreadable.
    private static final int WITNESSES = 3;

    private final int failures;
    private final long openNanos;
    private final int probes;
    private final LongSupplier nanoTime;

    // Counts answers; a mark is a value of this counter.
    private long answers;
    private int unansweredInARow;
    private boolean down;
    private long downSince;
    private long probeAt;

    /**
     * Records for which PEMS answered most recently, latest first. A record that then gets no answer is removed, except
     * during an outage.
     */
    private final Deque<String> witnesses = new ArrayDeque<>();

    /** Organizations that got no answer during this outage. */
    private final Set<String> unanswered = new HashSet<>();

    private final Map<Boolean, Integer> probesInHand = new HashMap<>();
    private Answer last = new Answer("", 0);
    private Answer lastOfAnother = new Answer("", 0);
    private boolean asking;

    private record Answer(String record, long number) {}

    /** An item that is tried while PEMS is down, to find out whether it is back. */
    record Probe(String organization, boolean first) {}

    /**
     * @param failures requests in a row without an answer after which PEMS counts as down
     * @param openTime how long items without an answer wait before one of them is tried again
     * @param probes items tried at once
     */
    OutageDetector(int failures, Duration openTime, int probes, LongSupplier nanoTime) {
        this.failures = failures;
        this.openNanos = openTime.toNanos();
        this.probes = probes;
        this.nanoTime = nanoTime;
    }

    /** PEMS has answered for this record, with success or a refusal. */
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
            log.info("PEMS answers again");
        }
    }

    /** PEMS gave no answer for this record, or one that cannot be read and may come from a proxy. */
    synchronized void unanswered(String record) {
        boolean wasWitness = witnesses.remove(record);
        unansweredInARow++;
        probeAt = nanoTime.getAsLong() + openNanos;
        if (unansweredInARow >= failures && !down) {
            down = true;
            downSince = nanoTime.getAsLong();
            log.warn("PEMS does not answer; items wait until it does");
        }
        if (wasWitness && unansweredInARow >= failures) {
            // During an outage a missing answer says nothing about the record; it is asked again after the others.
            witnesses.addLast(record);
        }
        if (down) {
            unanswered.add(StartedItems.organization(record));
        }
    }

    /**
     * Names another record to read before this missing answer makes PEMS count as down: if PEMS answers for that one,
     * it is up. The caller must call {@link #asked} afterwards.
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

    /** The record of {@link #witnessAgainst} has been read. */
    synchronized void asked() {
        asking = false;
    }

    /** How long an item without an answer waits. */
    Duration openTime() {
        return Duration.ofNanos(openNanos);
    }

    synchronized boolean isDown() {
        return down;
    }

    /** For how long PEMS has been down; empty if it is up. */
    synchronized Optional<Duration> downFor() {
        return down ? Optional.of(Duration.ofNanos(nanoTime.getAsLong() - downSince)) : Optional.empty();
    }

    /** The present moment, for {@link #hasAnsweredForAnother}. */
    synchronized long mark() {
        return answers;
    }

    /** Whether PEMS has answered for another record since that moment. */
    synchronized boolean hasAnsweredForAnother(String record, long mark) {
        return (last.record.equals(record) ? lastOfAnother : last).number > mark;
    }

    /** Whether an item of the organization may be started. */
    synchronized boolean admits(String organization) {
        if (!down) {
            return true;
        }
        boolean first = !unanswered.contains(organization);
        return probesInHand.getOrDefault(first, 0) < probes && (first || nanoTime.getAsLong() - probeAt >= 0);
    }

    /** Notes that an item of the organization is started; returns a probe if PEMS is down, empty otherwise. */
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
