package com.pfavanguard.sync.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Clients, half of them plain and half STOMP, producers by STOMP and by JMS, and a user who saves edits at each gateway. */
final class Load implements AutoCloseable {

    private static final int EVENTS_PER_SECOND = 15;
    private static final int EDITS_PER_SECOND = 2;

    private final List<ResumingClient> clients;
    private final List<Source> events;
    private final List<EditSource> edits;

    private Load(List<ResumingClient> clients, List<Source> events, List<EditSource> edits) {
        this.clients = clients;
        this.events = events;
        this.edits = edits;
    }

    static Load start(Cluster cluster, int clients) {
        int gateways = cluster.gateways().size();
        List<ResumingClient> all = IntStream.range(0, clients)
                .mapToObj(i -> new ResumingClient(cluster.gateways(), i % gateways, i / gateways % 2 == 0))
                .toList();
        awaitListening(all);
        Load load = new Load(
                all,
                List.of(
                        new StompSource(
                                "stomp", EVENTS_PER_SECOND, cluster.brokers().all()),
                        new JmsSource(
                                "jms", EVENTS_PER_SECOND, cluster.brokers().all())),
                IntStream.range(0, gateways)
                        .mapToObj(i -> new EditSource(Cluster.EDITS + i, EDITS_PER_SECOND, cluster.gateways(), i))
                        .toList());
        load.sources().forEach(Source::start);
        Patience.await("all sources work", () -> load.sources().stream().allMatch(source -> source.confirmed() > 0));
        return load;
    }

    private static void awaitListening(List<ResumingClient> clients) {
        Patience.await("all clients listen", () -> clients.stream().allMatch(ResumingClient::isListening));
    }

    /** Spreads the clients evenly over the gateways. */
    void spread() {
        awaitListening(clients);
        clients.forEach(ResumingClient::goHome);
        awaitListening(clients);
    }

    List<ResumingClient> clients() {
        return clients;
    }

    List<EditSource> edits() {
        return edits;
    }

    List<Source> sources() {
        return Stream.concat(events.stream(), edits.stream()).toList();
    }

    Counts counts() {
        List<Source> sources = sources();
        return clients.stream().map(client -> client.counts(sources)).reduce(Counts.NONE, Counts::plus);
    }

    int resent() {
        return sources().stream().mapToInt(Source::resent).sum();
    }

    @Override
    public void close() throws InterruptedException {
        List<Source> sources = new ArrayList<>(sources());
        for (Source source : sources) {
            source.close();
        }
        clients.forEach(ResumingClient::close);
    }
}
