package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares events with the expected ones. Order counts within a record, not between records; an unexpected event is a
 * failure.
 */
final class ExpectedEvents {

    private final Map<PfaId, Deque<Step>> toCome = new LinkedHashMap<>();
    private final Map<PfaId, List<String>> came = new LinkedHashMap<>();

    /** Expects these steps of the record, after those already expected. */
    void expect(PfaId pfaId, List<Step> steps) {
        toCome.computeIfAbsent(pfaId, unused -> new ArrayDeque<>()).addAll(steps);
    }

    /** @throws DemoFailedException if another event was expected */
    void happened(SyncEvent event) {
        Deque<Step> steps = toCome.getOrDefault(event.pfaId(), new ArrayDeque<>());
        Step next = steps.poll();
        if (next == null || !next.fits().test(event)) {
            throw new DemoFailedException(
                    "of %s, expected %s, but received %s; check whether someone else controls the stand-in PEMS, and the settings sync.worker.*"
                            .formatted(event.pfaId(), next == null ? "no more events" : next.what(), event.type()));
        }
        came.computeIfAbsent(event.pfaId(), unused -> new ArrayList<>())
                .add(event.type().name());
    }

    /** Returns the different sequences of event types since the last call, each once. */
    List<String> sequences() {
        List<String> sequences = came.values().stream()
                .map(types -> String.join(", ", types))
                .distinct()
                .toList();
        came.clear();
        return sequences;
    }

    boolean allCame() {
        return toCome.values().stream().allMatch(Deque::isEmpty);
    }

    /** Returns the next expected event of each record that is not finished. */
    String next() {
        return toCome.entrySet().stream()
                .filter(record -> !record.getValue().isEmpty())
                .map(record ->
                        record.getKey() + " " + record.getValue().element().what())
                .collect(Collectors.joining(", "));
    }
}
