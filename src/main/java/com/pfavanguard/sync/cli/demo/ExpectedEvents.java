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

/** What is still to come of each record. Order counts within a record, not between them; nothing more may come. */
final class ExpectedEvents {

    private final Map<PfaId, Deque<Step>> toCome = new LinkedHashMap<>();
    private final Map<PfaId, List<String>> came = new LinkedHashMap<>();

    /** After what is already expected of the record. */
    void expect(PfaId pfaId, List<Step> steps) {
        toCome.computeIfAbsent(pfaId, unused -> new ArrayDeque<>()).addAll(steps);
    }

    /** @throws DemoFailedException if something else should have happened */
    void happened(SyncEvent event) {
        Deque<Step> steps = toCome.getOrDefault(event.pfaId(), new ArrayDeque<>());
        Step next = steps.poll();
        if (next == null || !next.fits().test(event)) {
            throw new DemoFailedException(
                    "of %s %s should have come, not %s; does somebody else tell the stand-in PEMS what to do, or is the worker set differently?"
                            .formatted(event.pfaId(), next == null ? "nothing more" : next.what(), event.type()));
        }
        came.computeIfAbsent(event.pfaId(), unused -> new ArrayList<>())
                .add(event.type().name());
    }

    /** The different sequences of types that records have gone through since this was asked last. */
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

    /** The next event of each record that has not come to its end. */
    String next() {
        return toCome.entrySet().stream()
                .filter(record -> !record.getValue().isEmpty())
                .map(record ->
                        record.getKey() + " " + record.getValue().element().what())
                .collect(Collectors.joining(", "));
    }
}
