package com.pfavanguard.sync.failover;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One case of failure, from its begin to the moment when everything has been heard that was confirmed meanwhile. */
final class Trial {

    private static final Logger log = LoggerFactory.getLogger(Trial.class);

    // Proves that each source works again after the failure.
    private static final int MORE_OF_EACH = 5;

    private final String name;
    private final Cluster cluster;
    private final Load load;
    private final Counts before;
    private final int resentBefore;
    private final Map<Source, Integer> confirmedBefore;

    private Trial(String name, Cluster cluster, Load load) {
        this.name = name;
        this.cluster = cluster;
        this.load = load;
        this.before = load.counts();
        this.resentBefore = load.resent();
        this.confirmedBefore = confirmed(load);
        load.clients().forEach(ResumingClient::begin);
    }

    static Trial begin(String name, Cluster cluster, Load load) {
        return new Trial(name, cluster, load);
    }

    private static Map<Source, Integer> confirmed(Load load) {
        Map<Source, Integer> confirmed = new HashMap<>();
        load.sources().forEach(source -> confirmed.put(source, source.confirmed()));
        return confirmed;
    }

    /** What the clients have seen so far. */
    Counts sofar() {
        return load.counts().minus(before);
    }

    /** Waits until all sources work again and every client has heard everything; then counts. */
    Outcome end() {
        Map<Source, Integer> restart = confirmed(load);
        restart.forEach((source, confirmed) ->
                Patience.await(source.name() + " works again", () -> source.confirmed() >= confirmed + MORE_OF_EACH));
        Map<Source, Integer> expected = confirmed(load);
        Patience.awaitOrGiveUp(
                () -> missing(expected) == 0 && notWrittenOnce(expected).isEmpty());
        if (missing(expected) > 0) {
            log.warn("Missing, and by how many clients: {}", missingRecords(expected));
            cluster.logs().forEach(output -> log.warn("Log of a process:\n{}", output));
        }
        List<Long> silences = load.clients().stream()
                .map(ResumingClient::longestSilenceMs)
                .sorted()
                .toList();
        int sent = expected.keySet().stream()
                .mapToInt(source -> expected.get(source) - confirmedBefore.getOrDefault(source, 0))
                .sum();
        Outcome outcome = new Outcome(
                name,
                load.clients().size(),
                sent,
                load.resent() - resentBefore,
                missing(expected),
                sofar(),
                notWrittenOnce(expected),
                silences.get(silences.size() / 2),
                silences.get(silences.size() - 1));
        FailoverReport.add(outcome);
        load.clients().forEach(client -> expected.forEach((source, first) -> client.forgive(source.name(), first)));
        return outcome;
    }

    private int missing(Map<Source, Integer> expected) {
        return load.clients().stream()
                .mapToInt(client -> expected.entrySet().stream()
                        .mapToInt(source -> client.missing(source.getKey().name(), source.getValue()))
                        .sum())
                .sum();
    }

    private Map<String, Long> missingRecords(Map<Source, Integer> expected) {
        return load.clients().stream()
                .flatMap(client -> expected.entrySet().stream()
                        .flatMap(source -> client.missingRecords(source.getKey().name(), source.getValue()).stream()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private List<String> notWrittenOnce(Map<Source, Integer> expected) {
        return load.edits().stream()
                .flatMap(edits -> cluster.notWrittenOnce(edits, expected.get(edits)).stream())
                .toList();
    }
}
