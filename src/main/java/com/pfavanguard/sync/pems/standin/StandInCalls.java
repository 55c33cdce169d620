package com.pfavanguard.sync.pems.standin;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records the requests received, so that tests can check their number, rate and concurrency. Lists health checks, but
 * does not count them in rate or concurrency.
 */
public final class StandInCalls {

    // Keeps the newest calls; enough for a benchmark of 10,000 items with two requests each.
    private static final int MOST_KEPT = 50_000;

    private final Deque<StandInCall> calls = new ArrayDeque<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private long total;
    private int inFlight;
    private int mostInFlight;
    private int mostInFlightOnOneRecord;

    // Read under the lock, so that the list is ordered by time.
    synchronized StandInCall began(
            Clock clock, StandInOperation operation, String organizationCode, String pfaId, String behaviour) {
        StandInCall call = new StandInCall(clock.instant(), operation, organizationCode, pfaId, behaviour);
        if (calls.size() == MOST_KEPT) {
            calls.removeFirst();
        }
        calls.addLast(call);
        total++;
        if (call.operation() != StandInOperation.HEALTH) {
            inFlight++;
            mostInFlight = Math.max(mostInFlight, inFlight);
            mostInFlightOnOneRecord = Math.max(mostInFlightOnOneRecord, underWay.merge(record(call), 1, Integer::sum));
        }
        return call;
    }

    synchronized void ended(StandInCall call) {
        if (call.operation() != StandInOperation.HEALTH) {
            inFlight--;
            underWay.computeIfPresent(record(call), (record, count) -> count == 1 ? null : count - 1);
        }
    }

    private static String record(StandInCall call) {
        return call.organizationCode() + "/" + call.pfaId();
    }

    /** Forgets the calls so far; those under way still count as such. */
    public synchronized void clear() {
        calls.clear();
        total = 0;
        mostInFlight = inFlight;
        mostInFlightOnOneRecord =
                underWay.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** In order of arrival; only the newest {@value #MOST_KEPT}. */
    public synchronized List<StandInCall> list() {
        return new ArrayList<>(calls);
    }

    public List<StandInCall> list(StandInOperation operation) {
        return list().stream().filter(call -> call.operation() == operation).toList();
    }

    public synchronized long total() {
        return total;
    }

    /** The highest number of requests under way at once. */
    public synchronized int mostInFlight() {
        return mostInFlight;
    }

    /**
     * The highest number of requests under way at once for one record; more than 1 means that two items of one PFA were
     * worked on at once.
     */
    public synchronized int mostInFlightOnOneRecord() {
        return mostInFlightOnOneRecord;
    }

    /** The highest number of reads and updates that arrived within any one second, wherever that second begins. */
    public int mostInOneSecond() {
        List<StandInCall> counted = list().stream()
                .filter(call -> call.operation() != StandInOperation.HEALTH)
                .toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < counted.size(); last++) {
            while (Duration.between(counted.get(first).at(), counted.get(last).at())
                            .toNanos()
                    >= 1_000_000_000L) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
